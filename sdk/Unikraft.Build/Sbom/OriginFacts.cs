using Unikraft.Build.Origins;

namespace Unikraft.Build.Sbom;

/// <summary>The third-party sources in a microlibrary.</summary>
/// <param name="Name">Their name, for example <c>musl</c>.</param>
/// <param name="Version">Their version.</param>
/// <param name="License">The SPDX expression of their licence; null when unknown.</param>
/// <param name="File">The name of the archive they came in.</param>
/// <param name="Sha256">The SHA-256 of the archive, 64 lower-case hexadecimal digits.</param>
/// <param name="Address">The address of the archive; null when it is a file of a Debian source package.</param>
/// <param name="Debian">The Debian source package and its version, <c>musl/1.2.3-1</c>; null when it has an address.</param>
public sealed record OriginFacts(string Name, string Version, string? License, string File, string Sha256, string? Address, string? Debian)
{
    internal static OriginFacts Of(OriginArchive archive)
    {
        // A file: address means something on one machine only.
        var address = archive.Candidate is UrlCandidate { Address: { IsFile: false } uri } ? uri.AbsoluteUri : null;
        var debian = archive.Candidate is DebianCandidate source ? $"{source.Package}/{source.PackageVersion}" : null;
        return new OriginFacts(archive.Origin.Name, archive.Origin.Version, archive.Origin.License, archive.Candidate.FileName, archive.Candidate.Sha256, address, debian);
    }
}
