using System.Globalization;
using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Expands <c>$(NAME)</c> and <c>$(function,arguments)</c>: macros of the files, then the environment the caller gave, never the process's.</summary>
internal sealed class MacroExpander(IReadOnlyDictionary<string, string> environment, ShellCommand? shell, Action<Diagnostic> report)
{
    private static readonly string[] BuiltIns = ["shell", "info", "warning-if", "error-if", "filename", "lineno"];

    private const int MaximumDepth = 200;
    private const int MaximumLength = 1 << 20;

    /// <summary>All expansions of a tree together; far above any real one, and reached within a second.</summary>
    private const long MaximumWork = 1L << 28;

    private readonly Dictionary<string, Macro> macros = new(StringComparer.Ordinal);
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);
    private long work;

    /// <summary>Defines or extends a macro: <c>=</c> is expanded at each use, <c>:=</c> now, <c>+=</c> as the macro was defined.</summary>
    public void Define(string name, string sign, string value, Place place)
    {
        if (sign == "+=" && macros.TryGetValue(name, out var known))
        {
            var added = known.Value.Length == 0 ? "" : " ";
            macros[name] = known with { Value = known.Value + added + (known.IsRecursive ? value : Expand(value, place)) };
        }
        else
        {
            macros[name] = sign == ":=" ? new Macro(Expand(value, place), false) : new Macro(value, true);
        }
    }

    /// <summary>Expands every reference in a text.</summary>
    public string Expand(string text, Place place) => Expand(text, place, [], 0);

    /// <summary>Finds the end of the reference that begins at a <c>$(</c>.</summary>
    public static int EndOfReference(ReadOnlySpan<char> text, int start)
    {
        var depth = 0;
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i + 1;
        }

        throw new SyntaxException("A '$(' has no matching ')'.", "Close it on the same line.", "UK1205", start + 1);
    }

    private string Expand(string text, Place place, string[] arguments, int depth)
    {
        if (!text.Contains("$(", StringComparison.Ordinal))
            return text;
        if (depth > MaximumDepth)
            throw new SyntaxException("A macro expands to itself.", "Use ':=' where the macro is defined in terms of itself.", "UK1204");
        if ((work += text.Length) > MaximumWork)
            throw new SyntaxException("The macros of the files expand to hundreds of millions of characters.", "Simplify the macros.", "UK1204");
        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '(')
            {
                var end = EndOfReference(text, at);
                result.Append(Reference(text[(at + 2)..(end - 1)], place, arguments, depth));
                at = end;
            }
            else
            {
                result.Append(text[at++]);
            }

            if (result.Length > MaximumLength)
                throw new SyntaxException("A macro expands to more than a million characters.", "Simplify the macro.", "UK1204");
        }

        work += result.Length;
        return result.ToString();
    }

    private string Reference(string inside, Place place, string[] arguments, int depth)
    {
        var parts = Split(inside).Select(p => Expand(p, place, arguments, depth + 1)).ToArray();
        var (name, own) = (parts[0], parts[1..]);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number >= 1 && number <= arguments.Length ? arguments[number - 1] : "";
        if (macros.TryGetValue(name, out var macro))
            return macro.IsRecursive ? Expand(macro.Value, place, own, depth + 1) : macro.Value;
        if (BuiltIn(name, own, place) is { } value)
            return value;
        if (own.Length == 0 && environment.TryGetValue(name, out var variable))
            return variable;
        if (unknown.Add(name))
            report(Unknown(name, own.Length > 0, place));
        return "";
    }

    /// <summary>Splits at the commas that stand in no parentheses.</summary>
    private static List<string> Split(string inside)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '(')
            {
                depth++;
            }
            else if (inside[i] == ')')
            {
                depth--;
            }
            else if (inside[i] == ',' && depth == 0)
            {
                parts.Add(inside[start..i]);
                start = i + 1;
            }
        }

        parts.Add(inside[start..]);
        return parts;
    }

    private string? BuiltIn(string name, string[] arguments, Place place)
    {
        switch (name)
        {
            case "filename":
                return place.File;
            case "lineno":
                return place.Line.ToString(CultureInfo.InvariantCulture);
            case "info":
                report(new Diagnostic("UK1212", Severity.Note, string.Join(',', arguments)).At(place.File, place.Line));
                return "";
            case "warning-if" or "error-if":
                if (arguments is ["y", ..])
                {
                    var severity = name == "error-if" ? Severity.Error : Severity.Warning;
                    report(new Diagnostic("UK1212", severity, string.Join(',', arguments[1..])).At(place.File, place.Line));
                }

                return "";
            case "shell":
                return shell is null
                    ? throw new SyntaxException("The file wants to run a command: $(shell,...).", "Replace it by a fixed value, or allow it with the property UkAllowShell if you trust the file.", "UK1210")
                    : shell.Run(string.Join(',', arguments));
            default:
                return null;
        }
    }

    private Diagnostic Unknown(string name, bool isFunction, Place place) => Diagnostic.Warning(
        "UK1211",
        $"Nothing defines the {(isFunction ? "function" : "variable")} $({name}{(isFunction ? ",..." : "")}); it expands to nothing.",
        NearestName.Propose(name, macros.Keys.Concat(environment.Keys).Concat(BuiltIns), "Define it before, or remove it.")).At(place.File, place.Line);

    private sealed record Macro(string Value, bool IsRecursive);
}
