using System.Collections.Frozen;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <content>Source files, include folders, origins and patches.</content>
public static partial class ProjectValidator
{
    /// <summary>The suffixes the core has a rule for (build-interface 2.3).</summary>
    private static readonly FrozenSet<string> SourceSuffixes = new[]
    {
        ".c", ".S", ".sx", ".s", ".cc", ".cpp", ".cxx", ".cp", ".C", ".CPP", ".c++", ".ld",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static void CheckSources(Microlibrary library, List<Diagnostic> found)
    {
        foreach (var same in library.Sources.GroupBy(static s => (s.Origin, s.Path, string.Join('|', s.Variants))).Where(static g => g.Count() > 1))
        {
            found.Add(Diagnostic.Error(
                "UK1102",
                $"The source file '{same.Key.Path}' is listed {same.Count()} times.",
                "Remove the repeated UkSource item, or give each a Variant of its own to compile the file several times."));
        }

        foreach (var source in library.Sources)
            CheckSource(library, source, found);
        CheckObjects(library, found);
    }

    private static void CheckSource(Microlibrary library, SourceFile source, List<Diagnostic> found)
    {
        var suffix = Path.GetExtension(source.Path);
        if (!SourceSuffixes.Contains(suffix) && !source.Path.EndsWith(".lds.S", StringComparison.Ordinal))
            found.Add(Diagnostic.Error("UK1107", $"The source file '{source.Path}' has a suffix that nothing can compile: '{suffix}'.", "Sources end in .c, .S, .s, .cc, .cpp, .cxx or .ld; headers belong into UkHeader."));
        if (MakePaths.Check("source file", source.Path) is { } problem)
            found.Add(problem);
        CheckCondition(source.Config, found);
        foreach (var variant in source.Variants.Where(static v => !IsVariant(v)))
            found.Add(Diagnostic.Error("UK1115", $"'{variant}' cannot be a variant of '{source.Path}'.", "Use letters, digits and '_'."));
        if (source.Origin is not null)
            CheckOriginName(library, source.Origin, $"source file '{source.Path}'", found);
        else if (!File.Exists(source.Path))
            found.Add(Diagnostic.Error("UK1101", $"The source file '{source.Path}' does not exist.", ProposeFile(source.Path)));
    }

    private static bool IsVariant(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string ProposeFile(string path)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
            return $"There is no folder '{folder}' either; correct or remove the UkSource item.";
        var near = NearestName.Find(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)));
        return near is null ? "Create it, or correct or remove the UkSource item." : $"Did you mean '{near}'?";
    }

    private static void CheckObjects(Microlibrary library, List<Diagnostic> found)
    {
        var objects = new Dictionary<(string Scope, string Variant), SourceFile>();
        foreach (var source in SourceVariants.Resolve(library.Sources))
        {
            foreach (var variant in source.Variants.IsEmpty ? [""] : source.Variants)
            {
                var key = (SourceVariants.FileScope(source), ProjectNames.Upper(variant));
                if (!objects.TryAdd(key, source) && objects[key].Path != source.Path)
                    found.Add(Diagnostic.Error("UK1102", $"'{source.Path}' and '{objects[key].Path}' compile to one object file.", "Rename one of them, or give them different Variant metadata."));
            }
        }
    }

    private static void CheckIncludes(Microlibrary library, List<Diagnostic> found)
    {
        foreach (var include in library.Includes)
        {
            if (MakePaths.Check("include folder", include.Path) is { } problem)
                found.Add(problem);
            if (include.Origin is not null)
                CheckOriginName(library, include.Origin, $"include folder '{include.Path}'", found);
            else if (!Directory.Exists(include.Path))
                found.Add(Diagnostic.Warning("UK1108", $"The include folder '{include.Path}' does not exist.", "Create it, or correct or remove the UkInclude item."));
        }
    }

    private static void CheckOrigins(Microlibrary library, List<Diagnostic> found)
    {
        if (library.Origins.Length > 1)
        {
            found.Add(Diagnostic.Error(
                "UK1109",
                $"The project has {library.Origins.Length} origins: {string.Join(", ", library.Origins.Select(static o => o.Name))}.",
                "A library has one origin; make a project of its own for each of the others."));
        }

        foreach (var origin in library.Origins.Where(static o => o.Candidates.IsEmpty))
            found.Add(Diagnostic.Error("UK2011", $"The origin '{origin.Name}' has no candidate to obtain it from.", "Add Candidates=\"ADDRESS=sha256:HEX\" to the UkOrigin item."));
        foreach (var patch in library.Patches)
        {
            CheckOriginName(library, patch.Origin, $"patch '{patch.Path}'", found);
            if (MakePaths.Check("patch", patch.Path) is { } problem)
                found.Add(problem);
            if (!File.Exists(patch.Path))
                found.Add(Diagnostic.Error("UK1101", $"The patch '{patch.Path}' does not exist.", "Create it, or correct or remove the UkPatch item."));
        }

        foreach (var same in library.Patches.GroupBy(static p => Path.GetFileName(p.Path)).Where(static g => g.Count() > 1))
            found.Add(Diagnostic.Error("UK1102", $"{same.Count()} patches have the file name '{same.Key}'.", "Rename them: the file names decide the order and must differ."));
    }

    private static void CheckOriginName(Microlibrary library, string name, string what, List<Diagnostic> found)
    {
        if (library.Origins.All(o => o.Name != name))
            found.Add(Diagnostic.Error("UK1109", $"The {what} names the origin '{name}', which the project does not have.", NearestName.Propose(name, library.Origins.Select(static o => o.Name), "Add a UkOrigin item of that name.")));
    }
}
