using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Trees;

/// <summary>A core as a folder: ours, or a Unikraft tree that somebody brought. What differs between versions is data: <see cref="TreeVersions" />.</summary>
/// <param name="Root">The folder, absolute.</param>
/// <param name="Version">What its <c>version.mk</c> says.</param>
public sealed record CoreTree(string Root, CoreVersion Version)
{
    /// <summary>The code name by which the embedded core is known.</summary>
    private const string EmbeddedName = "Embedded";

    /// <summary>Gets whether it is the embedded core: it tracks commands and symbols itself and takes its menus from the SDK's memory.</summary>
    public bool IsEmbedded => Version.CodeName is "" or EmbeddedName;

    /// <summary>Gets what is known about its version.</summary>
    public TreeFacts Facts => field ??= TreeVersions.Of(Version.Full);

    /// <summary>Reads the tree of a folder.</summary>
    public static CoreTree Read(string root) => new(root, CoreVersion.Read(root));
}
