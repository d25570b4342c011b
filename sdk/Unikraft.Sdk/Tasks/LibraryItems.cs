using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Foreign;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>Reads the microlibraries of a project: the core, and those that join the image.</summary>
/// <param name="libraries">The items <c>UkMicrolibrary</c>, in order.</param>
/// <param name="projectFile">The project file, absolute.</param>
internal sealed class LibraryItems(IReadOnlyList<ITaskItem> libraries, string projectFile)
{
    /// <summary>Gets the libraries, in order; the core is none of them, and those that UnikraftLibraries names stand in the place of others with the same symbol.</summary>
    /// <param name="given">The projects and folders it names, absolute.</param>
    public IEnumerable<LibraryReference> WithGiven(IReadOnlyCollection<string> given)
    {
        var references = libraries.Where(static item => !IsCore(item)).Select(item => (Library: Reference(item), IsGiven: IsGiven(item))).ToList();
        foreach (var (library, _) in references.Where(static r => r.IsGiven && r.Library.Symbol is not null).ToList())
        {
            var at = references.FindIndex(r => r.Library.Symbol == library.Symbol);
            references.RemoveAll(r => r.Library.Symbol == library.Symbol);
            references.Insert(at, (library, true));
        }

        return references.Select(static r => r.Library);

        bool IsGiven(ITaskItem item) => IsForeign(item) || given.Contains(item.GetMetadata("MSBuildSourceProjectFile"));
    }

    private LibraryReference Reference(ITaskItem item)
    {
        var root = RootOf(item);
        return new LibraryReference(item.ItemSpec, root)
        {
            // A folder has no metadata; its Makefile.uk says the symbol. One that is no library is refused with all the others, later.
            Symbol = NullIfEmpty(item.GetMetadata("Symbol")) ?? (IsForeign(item) ? ForeignLibrary.Read(root).Value?.Symbol : null),
            Version = NullIfEmpty(item.GetMetadata("Version")),
            CoreRange = NullIfEmpty(item.GetMetadata("CoreRange")),
        };
    }

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

    private static bool IsForeign(ITaskItem item) => item.GetMetadata("Kind").Equals("Foreign", StringComparison.OrdinalIgnoreCase);

    private static bool IsCore(ITaskItem item) => item.GetMetadata("Kind").Equals("Core", StringComparison.OrdinalIgnoreCase);

    private string RootOf(ITaskItem item) => Folders.Absolute(item.GetMetadata("Root") is { Length: > 0 } root ? root : item.ItemSpec, projectFile);

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
