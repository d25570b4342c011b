namespace Unikraft.Build.Origins;

/// <summary>An archive of an origin on this machine: its hash is verified, its entries are safe to unpack.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Candidate">The candidate it was obtained as.</param>
/// <param name="Path">The file in the store, absolute and read-only.</param>
/// <param name="Root">The folder in the archive that item paths are relative to; empty for the archive's top.</param>
/// <param name="Files">The files in the archive, as paths from its top.</param>
public sealed record OriginArchive(Origin Origin, OriginCandidate Candidate, string Path, string Root, IReadOnlySet<string> Files)
{
    /// <summary>Tells whether the archive holds a file.</summary>
    /// <param name="path">The path relative to <see cref="Root" />.</param>
    public bool Holds(string path) => Files.Contains(Root.Length == 0 ? path : $"{Root}/{path}");
}
