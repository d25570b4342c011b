using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <content>Folders of an application and the libraries it is built with.</content>
public static partial class ProjectValidator
{
    private static void CheckFolders(Application application, List<Diagnostic> found)
    {
        if (application.ImageName.Length == 0 || application.ImageName.Contains('/', StringComparison.Ordinal))
            found.Add(Diagnostic.Error("UK1104", $"'{application.ImageName}' cannot be the name of an image.", "Use a file name without folders."));
        (string What, string Path)[] paths =
        [
            ("image", application.ImageName),
            ("core", application.CoreRoot),
            ("folder of generated files", application.GeneratedFolder),
            ("build folder", application.BuildFolder),
        ];
        foreach (var (what, path) in paths)
        {
            if (MakePaths.Check(what, path) is { } problem)
                found.Add(problem);
        }

        if (!File.Exists(Path.Combine(application.CoreRoot, "Makefile")))
            found.Add(Diagnostic.Error("UK1118", $"There is no core in '{application.CoreRoot}': it has no Makefile.", "Refer to the package Unikraft.Core, or set UnikraftRoot to a Unikraft tree."));
    }

    private static void CheckLibraries(Application application, List<Diagnostic> found)
    {
        foreach (var library in application.Libraries)
            CheckLibrary(library, found);
        foreach (var same in application.Libraries.GroupBy(static l => l.Id, StringComparer.OrdinalIgnoreCase).Where(static g => g.Count() > 1))
            found.Add(Diagnostic.Error("UK1117", $"The library '{same.Key}' is referenced {same.Count()} times, from {string.Join(" and ", same.Select(static l => $"'{l.Root}'"))}.", "Keep one of the references."));
        foreach (var same in application.Libraries.Where(static l => l.Symbol is not null).GroupBy(static l => l.Symbol).Where(static g => g.Count() > 1))
            found.Add(Diagnostic.Error("UK1117", $"The libraries {string.Join(" and ", same.Select(static l => $"'{l.Id}'"))} have one symbol, {same.Key}.", "Keep one of the references."));
        foreach (var same in application.Libraries.GroupBy(static l => l.Root).Where(static g => g.Count() > 1))
            found.Add(Diagnostic.Error("UK1410", $"The libraries {string.Join(" and ", same.Select(static l => $"'{l.Id}'"))} have one folder, '{same.Key}': of two projects in one folder the one overwrites what the other writes to obj.", "Give each project a folder of its own."));
        if (FindCycle(application) is { } cycle)
            found.Add(Diagnostic.Error("UK1105", $"Libraries need each other in a circle: {string.Join(" -> ", cycle)}.", "Remove one of these references, or merge the libraries."));
    }

    private static void CheckLibrary(LibraryReference library, List<Diagnostic> found)
    {
        if (MakePaths.Check($"library '{library.Id}'", library.Root) is { } problem)
            found.Add(problem);
        if (!Directory.Exists(library.Root))
            found.Add(Diagnostic.Error("UK1106", $"The folder of the library '{library.Id}' does not exist: '{library.Root}'.", "Restore the project again, or correct the reference."));
        else if (!File.Exists(Path.Combine(library.Root, "Makefile.uk")))
            found.Add(Diagnostic.Error("UK1106", $"The library '{library.Id}' has no Makefile.uk in '{library.Root}'.", "It is not a microlibrary: refer to another package, or pack it with Unikraft.Sdk."));
    }

    /// <summary>Finds a circle among the libraries, first name repeated at the end; null when there is none.</summary>
    private static List<string>? FindCycle(Application application)
    {
        var libraries = new Dictionary<string, LibraryReference>(StringComparer.OrdinalIgnoreCase);
        foreach (var library in application.Libraries)
            libraries.TryAdd(library.Id, library);
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var start in application.Libraries)
        {
            if (Walk(start, []) is { } cycle)
                return cycle;
        }

        return null;

        List<string>? Walk(LibraryReference library, List<string> path)
        {
            var at = path.FindIndex(p => p.Equals(library.Id, StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
                return [.. path[at..], library.Id];
            if (done.Contains(library.Id))
                return null;
            path.Add(library.Id);
            foreach (var needed in library.DependsOn)
            {
                if (libraries.TryGetValue(needed, out var next) && Walk(next, path) is { } cycle)
                    return cycle;
            }

            path.RemoveAt(path.Count - 1);
            done.Add(library.Id);
            return null;
        }
    }
}
