using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <summary>Checks a project before anything is generated from it: each finding is coded and says what to change.</summary>
public static partial class ProjectValidator
{
    /// <summary>Checks one project: names, files, flags, options, origins.</summary>
    public static ImmutableArray<Diagnostic> Check(Microlibrary library)
    {
        var found = new List<Diagnostic>();
        CheckNames(library, found);
        CheckSources(library, found);
        CheckIncludes(library, found);
        CheckFlags(library, found);
        CheckOptions(library, found);
        CheckOrigins(library, found);
        CheckSymbolsOfCode(library, found);
        return Placed(found, library.ProjectFile);
    }

    /// <summary>Checks an application: its own code, the folders make is given, the libraries and their order.</summary>
    public static ImmutableArray<Diagnostic> Check(Application application)
    {
        var found = new List<Diagnostic>(Check(application.Self));
        CheckFolders(application, found);
        CheckLibraries(application, found);
        // A library may bring main: the ports of servers do (build-interface 5, app-nginx has no source).
        if (application.Self.Sources.IsEmpty && application.Libraries.IsEmpty)
            found.Add(Diagnostic.Error("UK1113", "The application has no source file.", "Add a file with a 'main' function, for example main.c, or a UkSource item."));
        return Placed(found, application.ProjectFile);
    }

    private static void CheckNames(Microlibrary library, List<Diagnostic> found)
    {
        if (!ProjectNames.IsRegistered(library.Kind, library.Name))
        {
            var prefix = library.Kind == UnitKind.Application ? "app" : "lib";
            found.Add(Diagnostic.Error(
                "UK1104",
                $"'{library.Name}' cannot be the registered name of {(prefix == "app" ? "an application" : "a library")}.",
                $"Use '{prefix}' and then small letters, digits and '_' only."));
        }

        if (!ProjectNames.IsSymbol(library.Symbol))
            found.Add(InvalidSymbol(library.Symbol, "symbol of the project"));
        CheckReferences(library.Selects, "UkSelect", found);
        CheckReferences(library.Implies, "UkImply", found);
    }

    private static void CheckReferences(ImmutableArray<SymbolReference> references, string item, List<Diagnostic> found)
    {
        foreach (var reference in references)
        {
            if (!ProjectNames.IsSymbol(reference.Symbol))
                found.Add(InvalidSymbol(reference.Symbol, item));
            if (reference.Condition?.AsSpan().IndexOfAny('\n', '\r') >= 0)
                found.Add(Diagnostic.Error("UK1114", $"The condition of {item} '{reference.Symbol}' has more than one line.", "Write the Kconfig expression on one line."));
        }
    }

    private static void CheckFlags(Microlibrary library, List<Diagnostic> found)
    {
        foreach (var flag in library.Flags)
        {
            CheckFlag(flag.Flag, "UkCompileFlags", found);
            CheckCondition(flag.Config, found);
        }

        foreach (var source in library.Sources)
        {
            foreach (var flag in source.Flags)
                CheckFlag(flag, $"the flags of '{source.Path}'", found);
        }
    }

    private static void CheckFlag(string flag, string where, List<Diagnostic> found)
    {
        if (flag.AsSpan().IndexOfAny('\n', '\r') >= 0 || flag.EndsWith('\\'))
            found.Add(Diagnostic.Error("UK1115", $"A flag of {where} cannot be written into a makefile: '{flag.ReplaceLineEndings(" ")}'.", "Give flags on one line and without a backslash at the end."));
    }

    private static void CheckCondition(string? condition, List<Diagnostic> found) => found.AddRange(ConfigCondition.Parse(condition).Diagnostics);

    private static void CheckSymbolsOfCode(Microlibrary library, List<Diagnostic> found)
    {
        foreach (var syscall in library.Syscalls.Where(static s => !IsSyscall(s)))
            found.Add(Diagnostic.Error("UK1116", $"'{syscall}' does not name a system call.", "Write its name, a dash and the number of its arguments, for example 'read-3'."));
        foreach (var export in library.Exports.Where(static e => !IsCodeSymbol(e)))
            found.Add(Diagnostic.Error("UK1116", $"'{export}' cannot be the name of an exported symbol.", "Write the name of a function or variable, one for each UkExport item."));
    }

    private static bool IsSyscall(string text)
    {
        var dash = text.LastIndexOf('-');
        return dash > 0
            && dash + 1 < text.Length
            && text[dash + 1] is >= '0' and <= '6'
            && text.AsSpan(dash + 2).IndexOfAnyExcept('e', 'u') < 0
            && text.AsSpan(0, dash).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_") < 0;
    }

    private static bool IsCodeSymbol(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$');

    private static Diagnostic InvalidSymbol(string symbol, string what) => Diagnostic.Error(
        "UK1110",
        $"'{symbol}' ({what}) is not a configuration symbol.",
        "Use capital letters, digits and '_', begin with a letter, and leave out 'CONFIG_'.");

    private static ImmutableArray<Diagnostic> Placed(List<Diagnostic> found, string? file) => [.. found.Select(d => d.File is null ? d.At(file) : d)];
}
