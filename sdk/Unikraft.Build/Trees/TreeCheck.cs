using NuGet.Versioning;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Trees;

/// <summary>Checks whether a core and the libraries of an application go together, before anything is built.</summary>
public static class TreeCheck
{
    /// <summary>Checks the core's version (UK1122) and the ranges its libraries were made for (UK1123).</summary>
    public static IEnumerable<Diagnostic> Check(CoreTree tree, Application application)
    {
        if (!tree.IsEmbedded && !tree.Facts.IsSupported)
        {
            yield return Diagnostic.Warning(
                "UK1122",
                $"The tree in '{tree.Root}' is Unikraft {tree.Version.Full}; the lowest version the SDK knows is {TreeVersions.Lowest}.",
                "Take a later version; what fails on this one is not looked at.").At(application.ProjectFile);
        }

        foreach (var library in application.Libraries.Where(static l => l.CoreRange is not null))
        {
            if (!VersionRange.TryParse(library.CoreRange!, out var range))
                yield return Diagnostic.Error("UK1123", $"The library '{library.Id}' names the core range '{library.CoreRange}', which is none.", "Write a range as NuGet does, for example [0.17,0.21).").At(application.ProjectFile);
            else if (NuGetVersion.TryParse(tree.Version.Full, out var version) && !range.Satisfies(version))
                yield return Diagnostic.Error("UK1123", $"The library '{library.Id}' was made for cores {range.PrettyPrint()}, but the core is {tree.Version.Full}.", "Take another version of the library, or another core.").At(application.ProjectFile);
        }
    }
}
