namespace Unikraft.Build.Sbom;

/// <summary>A patch that was applied to an origin.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Sha1">Its SHA-1, which SPDX demands of every file.</param>
/// <param name="Sha256">Its SHA-256.</param>
public sealed record Patch(string Name, string Sha1, string Sha256);
