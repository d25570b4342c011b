using System.Text;

namespace Unikraft.Build.Machines;

/// <summary>Splits a line into words as a shell does (POSIX, "Shell Command Language", 2.2), without expansions.</summary>
public static class ShellWords
{
    /// <summary>
    /// Splits at blanks. Quotes group and are removed; a backslash keeps the next character, except within <c>'</c>. A quote that is not closed
    /// ends with the line.
    /// </summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                Flush();
                continue;
            }
            word ??= new StringBuilder();
            if (letter == quote)
                quote = '\0';
            else if (quote == '\0' && letter is '\'' or '"')
                quote = letter;
            else if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
                word.Append(line[++i]);
            else
                word.Append(letter);
        }
        Flush();
        return words;

        void Flush()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
