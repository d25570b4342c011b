using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>Reads the microlibraries of a project: the core, and those that join the image.</summary>
/// <param name="libraries">The items <c>UkMicrolibrary</c>, in order.</param>
/// <param name="projectFile">The project file, absolute.</param>
internal sealed class LibraryItems(IReadOnlyList<ITaskItem> libraries, string projectFile)
{
    /// <summary>Gets the libraries, in order; the core is none of them.</summary>
    public IEnumerable<LibraryReference> Libraries => libraries.Where(static item => !IsCore(item)).Select(item => new LibraryReference(item.ItemSpec, RootOf(item))
    {
        Symbol = NullIfEmpty(item.GetMetadata("Symbol")),
        Version = NullIfEmpty(item.GetMetadata("Version")),
    });

    /// <summary>Gets the core tree: the given one, else that of a core package or project (UK0014 when there is none).</summary>
    public string CoreRoot(string given)
    {
        if (given.Length > 0)
            return Folders.Absolute(given, projectFile);
        return libraries.FirstOrDefault(IsCore) is { } core
            ? RootOf(core)
            : throw new CodedException(Diagnostic.Error(
                "UK0014",
                "The project has no core: no package Unikraft.Core is restored.",
                "Run `dotnet restore`; when UkImplicitCore is false, refer to a core or set UnikraftRoot."));
    }

    private static bool IsCore(ITaskItem item) => item.GetMetadata("Kind").Equals("Core", StringComparison.OrdinalIgnoreCase);

    private string RootOf(ITaskItem item) => Folders.Absolute(item.GetMetadata("Root") is { Length: > 0 } root ? root : item.ItemSpec, projectFile);

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
