namespace Unikraft.Build.Origins;

/// <summary>What an archive holds.</summary>
/// <param name="Files">The paths of its files and links, from its top.</param>
/// <param name="Top">Its only top-level folder; empty if there is none or more than one.</param>
public sealed record ArchiveContent(IReadOnlySet<string> Files, string Top);
