using System.Collections.Immutable;

namespace Unikraft.Build.Foreign;

/// <summary>An archive that a library's <c>Makefile.uk</c> fetches (build-interface 2.5).</summary>
/// <param name="Library">The registered name of the library.</param>
/// <param name="Address">The address it gives.</param>
/// <param name="FileName">The name under which make looks for the file.</param>
/// <param name="Sha256">The SHA-256 the library states; null when it states none.</param>
public sealed record ForeignArchive(string Library, string Address, string FileName, string? Sha256)
{
    /// <summary>Gets further addresses the library gives.</summary>
    public ImmutableArray<string> OtherAddresses { get; init; } = [];
}
