using System.Collections.Immutable;

namespace Unikraft.Build.Projects;

/// <summary>A file to compile. Item <c>UkSource</c>.</summary>
/// <param name="Path">Absolute, or relative to the root of <see cref="Origin" /> when that is set.</param>
public sealed record SourceFile(string Path)
{
    /// <summary>Gets the name of the origin the file comes from; null for a file of the project itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Gets the variants: the file is compiled once for each. <c>isr</c> is reserved for code that runs in interrupt handlers.</summary>
    public ImmutableArray<string> Variants { get; init; } = [];

    /// <summary>Gets extra compiler flags of this file, in order.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Gets extra include folders of this file, in order; absolute, or relative to the origin's root.</summary>
    public ImmutableArray<string> Includes { get; init; } = [];

    /// <summary>
    /// Gets the condition under which the file is compiled: symbols joined by <c>&amp;&amp;</c>, each optionally after <c>!</c>; null for always.
    /// </summary>
    public string? Config { get; init; }
}
