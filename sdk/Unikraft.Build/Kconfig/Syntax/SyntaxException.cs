namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Leaves the reading of one line; the parser turns it into a diagnostic with the place and goes on with the next line.</summary>
internal sealed class SyntaxException(string message, string remedy, string code = "UK1201", int column = 0) : Exception(message)
{
    public string Code { get; } = code;

    public string Remedy { get; } = remedy;

    public int Column { get; } = column;
}
