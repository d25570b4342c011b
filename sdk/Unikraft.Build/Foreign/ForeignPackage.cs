using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Foreign;

/// <summary>
/// Wraps a foreign library: its folder as it stands, and beside it the archives it fetches, each verified. Nothing of the library is rewritten, and
/// what comes out needs no network.
/// </summary>
public static class ForeignPackage
{
    /// <summary>The list of archives and digests, in the format of <c>sha256sum</c>; the core's make reads it, too.</summary>
    public const string SumsFile = ProjectGenerator.OriginFolder + "/SHA256SUMS";

    private static readonly string[] IgnoredFolders = ["bin", "obj", "build"];

    /// <summary>Gets the place of an archive in the wrapped folder.</summary>
    public static string PlaceOf(ForeignArchive archive) => $"{ProjectGenerator.OriginFolder}/{archive.Library}/{archive.FileName}";

    /// <summary>Generates the wrapped folder.</summary>
    /// <param name="library">The library.</param>
    /// <param name="wanted">The archives it fetches.</param>
    /// <param name="origins">The archives at hand.</param>
    /// <returns>The files (UK2021: an archive without a digest of ours; UK2022: the digests differ).</returns>
    public static Result<GeneratedTree> Generate(ForeignLibrary library, ImmutableArray<ForeignArchive> wanted, ImmutableArray<OriginArchive> origins)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var copies = ImmutableArray.CreateBuilder<CopiedFile>();
        var sums = new StringBuilder();
        foreach (var archive in wanted.DistinctBy(PlaceOf).OrderBy(PlaceOf, StringComparer.Ordinal))
        {
            if (Match(archive, wanted, origins) is not { } origin)
            {
                problems.Add(Missing(library, archive));
                continue;
            }

            if (archive.Sha256 is { } stated && stated != origin.Candidate.Sha256)
                problems.Add(Different(library, archive, stated, origin));
            copies.Add(new CopiedFile(PlaceOf(archive), origin.Path));
            sums.Append(origin.Candidate.Sha256).Append("  ").Append(archive.Library).Append('/').Append(archive.FileName).Append('\n');
        }

        if (problems.Count > 0)
            return Result.Failed<GeneratedTree>(problems);
        foreach (var file in Files(library.Root).Order(StringComparer.Ordinal))
            copies.Add(new CopiedFile(MakePaths.Relative(library.Root, file), file));
        ImmutableArray<GeneratedFile> texts = sums.Length > 0 ? [new GeneratedFile(SumsFile, sums.ToString())] : [];
        return Result.Of(new GeneratedTree(texts, [.. copies.DistinctBy(static c => c.RelativePath)]));
    }

    /// <summary>An origin belongs to an archive by address, by file name, or because there is just one of each.</summary>
    private static OriginArchive? Match(ForeignArchive archive, ImmutableArray<ForeignArchive> wanted, ImmutableArray<OriginArchive> origins) =>
        origins.FirstOrDefault(o => o.Origin.Candidates.OfType<UrlCandidate>().Any(c => c.Address.OriginalString == archive.Address || archive.OtherAddresses.Contains(c.Address.OriginalString)))
        ?? origins.FirstOrDefault(o => o.Origin.Candidates.Any(c => c.FileName == archive.FileName))
        ?? (wanted.DistinctBy(PlaceOf).Count() == 1 && origins.Length == 1 ? origins[0] : null);

    private static Diagnostic Missing(ForeignLibrary library, ForeignArchive archive) => Diagnostic.Error(
        "UK2021",
        $"{archive.Library} fetches '{archive.FileName}' from {archive.Address}, and no UkOrigin says which hash it has.",
        $"Add <UkOrigin Include=\"{archive.Library}\" Version=\"...\" Candidates=\"{archive.Address}=sha256:{archive.Sha256 ?? "HEX"}\" />.")
        .At(Path.Combine(library.Root, "Makefile.uk"));

    private static Diagnostic Different(ForeignLibrary library, ForeignArchive archive, string stated, OriginArchive origin) => Diagnostic.Error(
        "UK2022",
        $"{archive.Library} states the SHA-256 {stated} of '{archive.FileName}', but the origin '{origin.Origin.Name}' has {origin.Candidate.Sha256}.",
        "Take the archive the library was made for.")
        .At(Path.Combine(library.Root, "Makefile.uk"));

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(static f => !Path.GetFileName(f).StartsWith('.') && Path.GetExtension(f) != ".ukproj"))
            yield return file;
        foreach (var below in Directory.EnumerateDirectories(folder).Where(static d => !Path.GetFileName(d).StartsWith('.') && !IgnoredFolders.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Directory.EnumerateFiles(below, "*", SearchOption.AllDirectories))
                yield return file;
        }
    }
}
