using System.Text;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Cuts one logical line into tokens (build-interface 3.1).</summary>
internal sealed class LineLexer(MacroExpander macros)
{
    /// <summary>More tokens than any real line has; bounds the depth of expressions, too.</summary>
    private const int MaximumTokens = 8192;

    /// <summary>Words repeat (keywords, symbols of many conditions): one string for each keeps memory and comparisons cheap.</summary>
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    /// <summary>Reads all tokens of a line into a list, which is cleared first.</summary>
    public void Read(ReadOnlySpan<char> line, Place place, List<Token> tokens)
    {
        tokens.Clear();
        var at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
                at++;
            if (at >= line.Length || line[at] == '#')
                return;
            if (tokens.Count == MaximumTokens)
                throw new SyntaxException($"The line has more than {MaximumTokens} words.", "Divide the expression: give parts of it to symbols of their own.", column: at + 1);
            var c = line[at];
            if (IsWord(c))
                tokens.Add(Word(line, ref at, place));
            else if (c is '"' or '\'')
                tokens.Add(Quoted(line, ref at, place));
            else
                tokens.Add(Sign(line, ref at));
        }
    }

    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '$';

    private Token Word(ReadOnlySpan<char> line, ref int at, Place place)
    {
        var start = at;
        var expands = false;
        while (at < line.Length && IsWord(line[at]))
        {
            if (line[at] == '$' && at + 1 < line.Length && line[at + 1] == '(')
            {
                expands = true;
                at = MacroExpander.EndOfReference(line, at);
            }
            else
            {
                at++;
            }
        }

        var text = line[start..at];
        return new Token(TokenKind.Word, expands ? macros.Expand(text.ToString(), place) : Intern(text), start + 1, expands);
    }

    private string Intern(ReadOnlySpan<char> text)
    {
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
            return known;
        var word = text.ToString();
        words.Add(word);
        return word;
    }

    private Token Quoted(ReadOnlySpan<char> line, ref int at, Place place)
    {
        var start = at;
        var quote = line[at++];
        var text = new StringBuilder();
        while (at < line.Length && line[at] != quote)
        {
            if (line[at] == '$' && at + 1 < line.Length && line[at + 1] == '(')
            {
                var end = MacroExpander.EndOfReference(line, at);
                text.Append(macros.Expand(line[at..end].ToString(), place));
                at = end;
                continue;
            }

            if (line[at] == '\\' && at + 1 < line.Length)
                at++;
            text.Append(line[at++]);
        }

        if (at >= line.Length)
            throw new SyntaxException("A text in quotes has no end on its line.", $"Close it with {quote}.", "UK1205", start + 1);
        at++;
        return new Token(TokenKind.Quoted, text.ToString(), start + 1);
    }

    private static Token Sign(ReadOnlySpan<char> line, ref int at)
    {
        var column = at + 1;
        var rest = line[at..];
        var (kind, length) = rest switch
        {
            ['&', '&', ..] => (TokenKind.And, 2),
            ['|', '|', ..] => (TokenKind.Or, 2),
            ['!', '=', ..] => (TokenKind.NotEqual, 2),
            ['<', '=', ..] => (TokenKind.LessOrEqual, 2),
            ['>', '=', ..] => (TokenKind.GreaterOrEqual, 2),
            ['!', ..] => (TokenKind.Not, 1),
            ['=', ..] => (TokenKind.Equal, 1),
            ['<', ..] => (TokenKind.Less, 1),
            ['>', ..] => (TokenKind.Greater, 1),
            ['(', ..] => (TokenKind.Open, 1),
            [')', ..] => (TokenKind.Close, 1),
            _ => throw new SyntaxException($"The character '{Printable(rest[0])}' has no meaning here.", "Remove it, or put the text in quotes.", column: column),
        };
        at += length;
        return new Token(kind, "", column);
    }

    private static string Printable(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
