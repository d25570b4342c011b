using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>The base of tasks that read a whole project: its items and the properties that describe it.</summary>
public abstract class ProjectTask : UkTask
{
    /// <summary>Gets or sets the items of the project.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Gets or sets the name of the project.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the name make knows the project by; derived from <see cref="Name" /> when empty.</summary>
    public string LibraryName { get; set; } = "";

    /// <summary>Gets or sets the Kconfig symbol of the project; derived from the library name when empty.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>Gets or sets the version of the project.</summary>
    public string Version { get; set; } = "";

    /// <summary>Gets or sets what the project is, in a few sentences.</summary>
    public string Description { get; set; } = "";

    /// <summary>Gets or sets the SPDX expression of its licence.</summary>
    public string License { get; set; } = "";

    /// <summary>Gets or sets the C flags of the project's own files, as one shell line.</summary>
    public string CompileFlags { get; set; } = "";

    /// <summary>Gets or sets the C flags the whole image gets, as one shell line.</summary>
    public string PublicCompileFlags { get; set; } = "";

    /// <summary>Gets or sets the microlibraries the project is built with.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>Reads the project; null when an error was reported.</summary>
    protected Microlibrary? ReadProject(UnitKind kind)
    {
        if (Unwrap(Names.Registered(kind, Name, LibraryName)) is not { } registered)
            return null;
        var identity = new Microlibrary
        {
            Kind = kind,
            Name = registered,
            Root = Path.GetDirectoryName(ProjectFile)!,
            ProjectFile = ProjectFile,
            Symbol = Names.Symbol(kind, registered, Symbol),
            Title = Name,
            Description = NullIfEmpty(Description),
            Version = NullIfEmpty(Version),
            License = NullIfEmpty(License),
        };
        var flags = ProjectItems.Flags(CompileFlags, isPublic: false).Concat(ProjectItems.Flags(PublicCompileFlags, isPublic: true));
        var project = new ProjectItems(ProjectFile, Items).Read(identity, flags);
        // A project needs the libraries it refers to; turning it on turns them on.
        var needed = Libraries.Select(static l => l.GetMetadata("Symbol")).Where(static s => s.Length > 0).Select(static s => new SymbolReference(s));
        return project with { Selects = [.. needed.Concat(project.Selects).DistinctBy(static s => (s.Symbol, s.Condition))] };
    }

    /// <summary>Finds the archive of the project's origin in the store, never on the network; the value is null when the project has none.</summary>
    protected async Task<Result<OriginArchive>> FindOriginAsync(Microlibrary project)
    {
        if (project.Origins.IsEmpty)
            return new Result<OriginArchive>(null, []);
        var found = await new OriginStore(OriginStore.DefaultFolder).FindAsync(project.Origins[0], Cancelled).ConfigureAwait(false);
        Report(found.Diagnostics);
        return found;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
