namespace Unikraft.Build.Diagnostics;

/// <summary>Finds the known name a user most probably meant.</summary>
public static class NearestName
{
    /// <summary>Finds the nearest known name, or null when none is near enough to be worth proposing.</summary>
    /// <remarks>
    /// Distance is Damerau-Levenshtein (insert, delete, replace, swap of neighbours), letters compared without case.
    /// A third of the name's length may differ, at least one letter of three. The first of equally near names in ordinal order wins, so the answer is stable.
    /// </remarks>
    public static string? Find(string wanted, IEnumerable<string> known)
    {
        var limit = wanted.Length < 3 ? 0 : Math.Max(1, wanted.Length / 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - wanted.Length) > Math.Min(limit, bestDistance))
                continue;
            var distance = Distance(wanted, name);
            if (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(name, best) < 0))
                (best, bestDistance) = (name, distance);
        }

        return best;
    }

    /// <summary>Writes the proposal as a sentence: <c>Did you mean 'X'?</c>, or the alternative when nothing is near.</summary>
    public static string Propose(string wanted, IEnumerable<string> known, string otherwise) =>
        Find(wanted, known) is { } name ? $"Did you mean '{name}'?" : otherwise;

    /// <summary>Computes the Damerau-Levenshtein distance (optimal string alignment), without regard to case.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
}
