using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Makefiles;

/// <summary>Finds sources that a project expects in its origin but that neither the archive nor a patch has.</summary>
internal static class OriginFiles
{
    public static IEnumerable<Diagnostic> Missing(Microlibrary library, OriginArchive archive)
    {
        var missing = library.Sources.Where(s => s.Origin is not null && !archive.Holds(s.Path)).ToList();
        if (missing.Count == 0)
            return [];
        var patched = PatchedFiles(library).ToHashSet(StringComparer.Ordinal);
        return missing.Where(s => !patched.Contains(s.Path)).Select(s => Describe(s, archive).At(library.ProjectFile));
    }

    private static Diagnostic Describe(SourceFile source, OriginArchive archive)
    {
        var prefix = archive.Root.Length == 0 ? "" : archive.Root + "/";
        var known = archive.Files.Where(f => f.StartsWith(prefix, StringComparison.Ordinal)).Select(f => f[prefix.Length..]).ToList();
        var proposal = known.Count == 0
            ? $"The archive has no folder '{archive.Root}': correct Root of the UkOrigin item."
            : NearestName.Propose(source.Path, known, "Correct or remove the UkSource item.");
        return Diagnostic.Error("UK2017", $"The origin '{archive.Origin.Name}' has no file '{source.Path}' in '{archive.Candidate.FileName}'.", proposal);
    }

    /// <summary>The files patches write, as paths after the removal of the first folder (<c>patch -p1</c>).</summary>
    private static IEnumerable<string> PatchedFiles(Microlibrary library)
    {
        foreach (var line in library.Patches.Where(static p => File.Exists(p.Path)).SelectMany(static p => File.ReadLines(p.Path)))
        {
            if (!line.StartsWith("+++ ", StringComparison.Ordinal))
                continue;
            var path = line[4..].Split('\t')[0].Trim();
            if (path.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
                yield return path[(slash + 1)..];
        }
    }
}
