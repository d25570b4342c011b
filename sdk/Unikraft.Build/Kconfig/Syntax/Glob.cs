namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Matches one file name against <c>*</c>, <c>?</c> and <c>[...]</c> as the shell does (glob(7)); time grows with the product of the lengths at most.</summary>
internal static class Glob
{
    private static readonly System.Buffers.SearchValues<char> Signs = System.Buffers.SearchValues.Create("*?[");

    public static bool IsPattern(ReadOnlySpan<char> text) => text.ContainsAny(Signs);

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // A leading dot must be written out.
        if (name is ['.', ..] && pattern is not ['.', ..])
            return false;
        var (p, n) = (0, 0);
        // Only the last star needs another try: what an earlier one could take, the last one can take as well.
        var (star, taken) = (-1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, taken) = (p++, n);
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out var length))
            {
                p += length;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        if (pattern[0] == '?')
            return true;
        if (pattern[0] != '[' || pattern.Length < 3 || pattern[2..].IndexOf(']') is var end && end < 0)
            return pattern[0] == c;
        length = end + 3;
        return InSet(pattern.Slice(1, end + 1), c);
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        var negated = set.Length > 1 && set[0] is '!' or '^';
        for (var i = negated ? 1 : 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i])
                return !negated;
            if (isRange)
                i += 2;
        }

        return negated;
    }
}
