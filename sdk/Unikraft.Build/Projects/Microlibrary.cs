using System.Collections.Immutable;
using Unikraft.Build.Origins;

namespace Unikraft.Build.Projects;

/// <summary>
/// One project: a microlibrary, or the code of an application (which for make is a library, too). Everything the generated files depend on is in here.
/// </summary>
public sealed record Microlibrary
{
    /// <summary>Gets what the project builds.</summary>
    public required UnitKind Kind { get; init; }

    /// <summary>Gets the name make knows it by, for example <c>liblwip</c> or <c>apphello</c>; see <see cref="ProjectNames.Registered" />.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the folder of the project, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Gets the project file, absolute: the place of diagnostics. Null when there is none.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>
    /// Gets the Kconfig symbol that turns it on, without <c>CONFIG_</c>: <c>LIBLWIP</c>, or <c>APPHELLO_DEPENDENCIES</c> for an application.
    /// </summary>
    public string Symbol { get => field ?? ProjectNames.Symbol(Kind, Name); init; }

    /// <summary>Gets the title of its menu; the name when not given.</summary>
    public string? Title { get; init; }

    /// <summary>Gets what it is, in a few sentences.</summary>
    public string? Description { get; init; }

    /// <summary>Gets its version.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the SPDX expression of its licence.</summary>
    public string? License { get; init; }

    /// <summary>Gets the files to compile.</summary>
    public ImmutableArray<SourceFile> Sources { get; init; } = [];

    /// <summary>Gets the include folders, in search order.</summary>
    public ImmutableArray<IncludeFolder> Includes { get; init; } = [];

    /// <summary>Gets the header files of the project, absolute. They are packed; make finds them by itself.</summary>
    public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>Gets the compiler flags, in order.</summary>
    public ImmutableArray<CompileFlag> Flags { get; init; } = [];

    /// <summary>Gets the options it offers.</summary>
    public ImmutableArray<Option> Options { get; init; } = [];

    /// <summary>Gets the symbols it needs; those of the libraries it refers to belong here.</summary>
    public ImmutableArray<SymbolReference> Selects { get; init; } = [];

    /// <summary>Gets the symbols it would like, which a user may turn off.</summary>
    public ImmutableArray<SymbolReference> Implies { get; init; } = [];

    /// <summary>Gets the origin its third-party sources come from; make knows at most one for a library.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>Gets the patches to the origin.</summary>
    public ImmutableArray<PatchFile> Patches { get; init; } = [];

    /// <summary>Gets the system calls it provides, for example <c>read-3</c>: name, dash, number of arguments.</summary>
    public ImmutableArray<string> Syscalls { get; init; } = [];

    /// <summary>Gets the symbols that stay global after its partial link; empty keeps all.</summary>
    public ImmutableArray<string> Exports { get; init; } = [];
}
