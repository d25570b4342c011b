namespace Unikraft.Build.Origins;

/// <summary>An archive of an origin on this machine, verified.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Candidate">The candidate it was obtained as.</param>
/// <param name="Path">The file in the store, absolute and read-only.</param>
/// <param name="Root">The folder in the archive that item paths are relative to; empty for the archive's top.</param>
public sealed record OriginArchive(Origin Origin, OriginCandidate Candidate, string Path, string Root);
