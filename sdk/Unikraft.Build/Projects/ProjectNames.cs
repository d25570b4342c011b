using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <summary>The rules that lead from a project's name to the names make and Kconfig know it by (build-interface 2.2).</summary>
public static class ProjectNames
{
    /// <summary>Computes the registered name: <c>app</c> or <c>lib</c> and the name in lower case, <c>-</c> and <c>.</c> mapped to <c>_</c> (UK1104 otherwise).</summary>
    /// <remarks>A name that begins with the prefix keeps it once: the library <c>libfoo</c> stays <c>libfoo</c>.</remarks>
    public static Result<string> Registered(UnitKind kind, string projectName)
    {
        var prefix = kind == UnitKind.Application ? "app" : "lib";
        var mapped = new StringBuilder();
        foreach (var c in projectName)
        {
            if (c is '-' or '.')
                mapped.Append('_');
            else if (char.IsAsciiLetterOrDigit(c) || c == '_')
                mapped.Append(char.ToLowerInvariant(c));
            else
                return Result.Failed<string>(InvalidName(projectName));
        }

        if (mapped.Length == 0)
            return Result.Failed<string>(InvalidName(projectName));
        var name = mapped.ToString();
        var keep = kind == UnitKind.Library && name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length;
        return Result.Of(keep ? name : prefix + name);
    }

    /// <summary>Computes the symbol that turns it on: <c>LIBFOO</c>, or <c>APPFOO_DEPENDENCIES</c> for an application.</summary>
    public static string Symbol(UnitKind kind, string registeredName) =>
        kind == UnitKind.Application ? Upper(registeredName) + "_DEPENDENCIES" : Upper(registeredName);

    /// <summary>Upper-cases ASCII letters and keeps every other character: the prefix of make variables (build-interface, conventions).</summary>
    public static string Upper(string name) => string.Create(name.Length, name, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetterLower(text[i]) ? (char)(text[i] - 32) : text[i];
    });

    /// <summary>Tells whether a name is one that make, Kconfig and C can take as a library's.</summary>
    public static bool IsRegistered(UnitKind kind, string name) =>
        name.Length > 3
        && name.StartsWith(kind == UnitKind.Application ? "app" : "lib", StringComparison.Ordinal)
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Tells whether a text is a Kconfig symbol that also is a C macro name: <c>[A-Z][A-Z0-9_]*</c>.</summary>
    public static bool IsSymbol(string text) =>
        text.Length > 0
        && char.IsAsciiLetterUpper(text[0])
        && text.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static Diagnostic InvalidName(string name) => Diagnostic.Error(
        "UK1104",
        $"'{name}' cannot be the name of an application or a library.",
        "Use letters, digits, '-', '.' and '_' only.");
}
