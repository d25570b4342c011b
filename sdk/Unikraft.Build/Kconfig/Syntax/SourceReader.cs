using System.Text;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>The lines of one file: joins lines that end in a backslash and reads help texts.</summary>
internal sealed class SourceReader
{
    private readonly string[] lines;
    private int next;

    public SourceReader(string path, string text)
    {
        Path = path;
        lines = text.Split('\n');
    }

    public string Path { get; }

    /// <summary>Gets the number of the line that was read last, the first one if several were joined.</summary>
    public int Line { get; private set; }

    public Place Place => new(Path, Line);

    /// <summary>Gets the files that the line read last sources; they come before the next line.</summary>
    public Queue<string> Pending { get; } = new();

    /// <summary>Reads the next logical line; null at the end.</summary>
    public string? Read()
    {
        if (next >= lines.Length)
            return null;
        Line = next + 1;
        var line = lines[next++].TrimEnd('\r');
        if (!Continues(line))
            return line;
        var joined = new StringBuilder();
        while (Continues(line) && next < lines.Length)
        {
            joined.Append(line, 0, line.Length - 1);
            line = lines[next++].TrimEnd('\r');
        }

        return joined.Append(line).ToString();
    }

    /// <summary>
    /// Reads a help text: its first line with text sets the indentation, it ends before the first line that is indented less.
    /// </summary>
    public string ReadHelp()
    {
        while (next < lines.Length && IsBlank(lines[next]))
            next++;
        if (next >= lines.Length)
            return "";
        var indentation = Indentation(lines[next]);
        if (indentation == 0)
            return "";
        var text = new StringBuilder();
        for (; next < lines.Length && (IsBlank(lines[next]) || Indentation(lines[next]) >= indentation); next++)
            text.Append(Unindent(lines[next], indentation)).Append('\n');
        return text.ToString().Trim('\n');
    }

    /// <summary>A backslash at the end joins the next line, except at the end of a comment, as with the C tools.</summary>
    private static bool Continues(string line)
    {
        if (!line.EndsWith('\\'))
            return false;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote == '\0' && line[i] == '#')
                return false;
            if (quote == '\0' && line[i] is '"' or '\'')
                quote = line[i];
            else if (quote != '\0' && line[i] == '\\')
                i++;
            else if (line[i] == quote)
                quote = '\0';
        }

        return true;
    }

    private static bool IsBlank(string line) => string.IsNullOrWhiteSpace(line);

    private static int Indentation(string line)
    {
        var column = 0;
        foreach (var c in line)
        {
            if (c == '\t')
                column = (column & ~7) + 8;
            else if (c == ' ')
                column++;
            else
                break;
        }

        return column;
    }

    private static string Unindent(string line, int indentation)
    {
        if (IsBlank(line))
            return "";
        var text = line.TrimStart(' ', '\t');
        return new string(' ', Math.Max(0, Indentation(line) - indentation)) + text.TrimEnd();
    }
}
