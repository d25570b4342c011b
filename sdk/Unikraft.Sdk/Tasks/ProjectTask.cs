using Microsoft.Build.Framework;
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
        if (RegisteredName(kind) is not { } registered)
            return null;
        var identity = new Microlibrary
        {
            Kind = kind,
            Name = registered,
            Root = Path.GetDirectoryName(ProjectFile)!,
            ProjectFile = ProjectFile,
            Symbol = Symbol.Length > 0 ? ConfigCondition.StripPrefix(Symbol) : ProjectNames.Symbol(kind, registered),
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

    private string? RegisteredName(UnitKind kind) =>
        LibraryName.Length > 0 ? LibraryName : Unwrap(ProjectNames.Registered(kind, Name));

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
