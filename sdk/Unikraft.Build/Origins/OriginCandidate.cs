namespace Unikraft.Build.Origins;

/// <summary>One place an origin's archive can be obtained from.</summary>
/// <param name="FileName">The name of the archive; its suffix tells how it is unpacked.</param>
/// <param name="Sha256">The SHA-256 of the archive, 64 lower-case hexadecimal digits.</param>
public abstract record OriginCandidate(string FileName, string Sha256);

/// <summary>An archive behind an address.</summary>
/// <param name="Address">An http, https or file address.</param>
/// <param name="FileName">The name of the archive: the last segment of the address.</param>
/// <param name="Sha256">The SHA-256 of the archive.</param>
public sealed record UrlCandidate(Uri Address, string FileName, string Sha256) : OriginCandidate(FileName, Sha256)
{
    /// <inheritdoc />
    public override string ToString() => Address.AbsoluteUri;
}

/// <summary>A file of a Debian source package, obtained through the machine's own apt.</summary>
/// <param name="Package">The source package.</param>
/// <param name="PackageVersion">The exact Debian version.</param>
/// <param name="FileName">The file, for example <c>musl_1.2.3.orig.tar.gz</c>.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
public sealed record DebianCandidate(string Package, string PackageVersion, string FileName, string Sha256) : OriginCandidate(FileName, Sha256)
{
    /// <inheritdoc />
    public override string ToString() => $"Debian source package {Package} {PackageVersion}, file {FileName}";
}
