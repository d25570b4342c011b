using System.Collections.Immutable;

namespace Unikraft.Build.Trees;

/// <summary>What the SDK has to know about one version of Unikraft to build for it (build-interface 4). A value of the data file.</summary>
public sealed record TreeFacts
{
    /// <summary>Gets whether the SDK supports the version.</summary>
    public required bool IsSupported { get; init; }

    /// <summary>
    /// Gets what stands in for a symbol of the embedded core that the version does not have: its own symbols of the same meaning, none where the
    /// feature is always there.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Symbols { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Gets the options of the version that are on unless a project says otherwise, because the SDK's launcher makes use of them.</summary>
    public ImmutableArray<string> Defaults { get; init; } = [];

    /// <summary>Gets parts of warnings that its own code causes with present tools: nothing a project can change, so they are notes.</summary>
    public ImmutableArray<string> KnownWarnings { get; init; } = [];

    /// <summary>Gets the variables make is given, by the lowest major version of gcc that needs them.</summary>
    public ImmutableArray<TreeArgument> Arguments { get; init; } = [];
}
