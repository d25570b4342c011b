namespace Unikraft.Build.Diagnostics;

/// <summary>One coded statement about the input: cause, remedy and, when there is one, the place.</summary>
/// <param name="Code">The stable code, <c>UKnnnn</c> of docs/errors, or <c>GCC-name</c> for a compiler diagnostic. Never holds a blank.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">The cause, a whole sentence for codes of our own.</param>
/// <param name="Remedy">What to do about it, a whole sentence; empty when the message comes from another tool.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, string Remedy = "")
{
    /// <summary>Gets the file the statement is about, absolute when it is known to be; null without a place.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line in <see cref="File" />, counted from 1; 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>Gets the column in <see cref="Line" />, counted from 1; 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>Gets cause and remedy in one string, without code and place, as a logger wants it.</summary>
    public string Text => Remedy.Length == 0 ? Message : $"{Message} {Remedy}";

    /// <summary>Creates an error.</summary>
    public static Diagnostic Error(string code, string message, string remedy) => new(code, Severity.Error, message, remedy);

    /// <summary>Creates a warning.</summary>
    public static Diagnostic Warning(string code, string message, string remedy) => new(code, Severity.Warning, message, remedy);

    /// <summary>Returns a copy that points at a place.</summary>
    public Diagnostic At(string? file, int line = 0, int column = 0) => this with { File = file, Line = line, Column = column };

    /// <summary>Formats as MSBuild does: <c>file(line,col): error UK3002: cause. Remedy.</c></summary>
    public override string ToString()
    {
        if (File is null)
        {
            return $"{Code}: {Text}";
        }

        var place = (Line, Column) switch
        {
            (0, _) => File,
            (_, 0) => $"{File}({Line})",
            _ => $"{File}({Line},{Column})",
        };
        var kind = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "message",
        };
        return $"{place}: {kind} {Code}: {Text}";
    }
}
