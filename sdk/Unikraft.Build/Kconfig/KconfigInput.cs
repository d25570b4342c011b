using System.Collections.Immutable;

namespace Unikraft.Build.Kconfig;

/// <summary>What is needed to read a Kconfig tree. Nothing else has an influence: no environment of the process, no current folder.</summary>
/// <param name="RootFile">The root file, absolute.</param>
public sealed record KconfigInput(string RootFile)
{
    /// <summary>Gets the variables that <c>$(NAME)</c> can name.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets files that exist in memory: absolute path to text. They win over files on disk.</summary>
    public ImmutableDictionary<string, string> VirtualFiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the folder that relative <c>source</c> paths start from; the root file's folder if null.</summary>
    public string? BaseFolder { get; init; }

    /// <summary>Gets whether <c>$(shell,...)</c> may run commands.</summary>
    public bool AllowShell { get; init; }

    /// <summary>Reads the tree. What is wrong with it is in <see cref="KconfigTree.Diagnostics" />.</summary>
    public KconfigTree Parse() => Syntax.Parser.Parse(this);
}
