using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;
using Unikraft.Build.Sbom;

namespace Unikraft.Build.Makefiles;

/// <summary>Generates the files that make and Kconfig read from a project. The texts depend on the project alone: same project, same bytes.</summary>
public static class ProjectGenerator
{
    /// <summary>The folder of origin archives beside <c>Makefile.uk</c>.</summary>
    public const string OriginFolder = "origins";

    /// <summary>The folder of patches beside <c>Makefile.uk</c>; make applies every file in it.</summary>
    public const string PatchFolder = "patches";

    /// <summary>Generates the folder of an application: Makefile.uk, Config.uk, and Makefile, Kraftfile, paths.mk to build it without the SDK.</summary>
    /// <param name="application">The application.</param>
    /// <param name="archive">The archive of the application's own origin; null when it has none.</param>
    public static Result<GeneratedTree> ForApplication(Application application, OriginArchive? archive = null) =>
        Checked(ProjectValidator.Check(application), application.Self, archive, () =>
        {
            var tree = LibraryTree(WithLibraries(application), application.GeneratedFolder, archive);
            return tree with { Texts = [.. tree.Texts, .. LeavingFiles.Write(application)] };
        });

    /// <summary>An application needs the libraries it is built with, except those it turns off itself.</summary>
    private static Microlibrary WithLibraries(Application application)
    {
        var self = application.Self;
        var off = application.Requests.Where(static r => r.Value == "n").Select(static r => ConfigCondition.StripPrefix(r.Symbol)).ToHashSet(StringComparer.Ordinal);
        var libraries = application.Libraries.Select(static l => l.Symbol).OfType<string>().Select(static s => new SymbolReference(s));
        return self with { Selects = [.. self.Selects.Concat(libraries).Where(s => !off.Contains(s.Symbol)).Distinct()] };
    }

    /// <summary>Generates the folder of a library that other projects build from its sources where they are.</summary>
    /// <param name="library">The library.</param>
    /// <param name="folder">The folder the tree will be written to, absolute.</param>
    /// <param name="archive">The archive of the library's origin; null when it has none.</param>
    public static Result<GeneratedTree> ForLibrary(Microlibrary library, string folder, OriginArchive? archive = null) =>
        Checked(ProjectValidator.Check(library), library, archive, () => LibraryTree(library, folder, archive));

    /// <summary>Generates the content of a package's <c>unikraft</c> folder: as <see cref="ForLibrary" />, with sources and headers in it.</summary>
    public static Result<GeneratedTree> ForPackage(Microlibrary library, OriginArchive? archive = null) =>
        Checked([.. ProjectValidator.Check(library), .. OutsideFiles(library)], library, archive, () =>
        {
            var tree = LibraryTree(library, library.Root, archive);
            var files = OwnFiles(library).Select(f => new CopiedFile(MakePaths.Relative(library.Root, f), f));
            return tree with { Copies = [.. tree.Copies.Concat(files).DistinctBy(static c => c.RelativePath).OrderBy(static c => c.RelativePath, StringComparer.Ordinal)] };
        });

    private static Result<GeneratedTree> Checked(ImmutableArray<Diagnostic> found, Microlibrary library, OriginArchive? archive, Func<GeneratedTree> generate)
    {
        if (!library.Origins.IsEmpty && archive is null)
            found = found.Add(Diagnostic.Error("UK2012", $"The archive of the origin '{library.Origins[0].Name}' was not given.", "Restore the project first.").At(library.ProjectFile));
        if (archive is not null)
            found = found.AddRange(OriginFiles.Missing(library, archive));

        return found.Any(static d => d.Severity == Severity.Error) ? Result.Failed<GeneratedTree>(found) : Result.Of(generate(), found);
    }

    private static GeneratedTree LibraryTree(Microlibrary library, string folder, OriginArchive? archive)
    {
        var texts = ImmutableArray.CreateBuilder<GeneratedFile>();
        texts.Add(new GeneratedFile("Makefile.uk", new MakefileUkWriter(library, folder, archive).Write()));
        texts.Add(new GeneratedFile("Config.uk", new ConfigUkWriter(library).Write()));
        texts.Add(new GeneratedFile(ComponentFile.FileName, ComponentFile.Of(library, archive).ToJson()));
        if (!library.Exports.IsEmpty)
            texts.Add(new GeneratedFile("exportsyms.uk", Exports(library)));
        var copies = ImmutableArray.CreateBuilder<CopiedFile>();
        if (archive is not null)
            copies.Add(new CopiedFile($"{OriginFolder}/{archive.Candidate.FileName}", archive.Path));
        foreach (var patch in library.Patches.OrderBy(static p => Path.GetFileName(p.Path), StringComparer.Ordinal))
            copies.Add(new CopiedFile($"{PatchFolder}/{Path.GetFileName(patch.Path)}", patch.Path));
        return new GeneratedTree(texts.DrainToImmutable(), copies.DrainToImmutable());
    }

    /// <summary>The symbols that stay global. The core calls <c>main</c> of an application, so that one always does (build-interface 2.6).</summary>
    private static string Exports(Microlibrary library)
    {
        var names = library.Kind == UnitKind.Application ? library.Exports.Add("main") : library.Exports;
        return string.Concat(names.Distinct().Order(StringComparer.Ordinal).Select(static n => n + "\n"));
    }

    /// <summary>The files of the project a package has to carry: sources, headers, and all files of its include folders.</summary>
    private static IEnumerable<string> OwnFiles(Microlibrary library) =>
        library.Sources.Where(static s => s.Origin is null).Select(static s => s.Path)
            .Concat(library.Headers)
            .Concat(library.Includes
                .Where(static i => i.Origin is null && Directory.Exists(i.Path))
                .SelectMany(static i => Directory.EnumerateFiles(i.Path, "*", SearchOption.AllDirectories))
                .Where(static f => IsHeader(f)));

    private static bool IsHeader(string file) => Path.GetExtension(file) is ".h" or ".hh" or ".hpp" or ".hxx" or ".inc" or ".def" or ".inl";

    private static IEnumerable<Diagnostic> OutsideFiles(Microlibrary library) =>
        OwnFiles(library).Concat(library.Includes.Where(static i => i.Origin is null).Select(static i => i.Path))
            .Where(f => Path.GetRelativePath(library.Root, f) is var relative && (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)))
            .Distinct()
            .Select(f => Diagnostic.Error("UK1119", $"'{f}' lies outside of the project folder and cannot be packed.", "Move it into the project folder.").At(library.ProjectFile));
}
