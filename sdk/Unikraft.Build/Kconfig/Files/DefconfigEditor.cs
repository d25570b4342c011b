using System.Text;

namespace Unikraft.Build.Kconfig;

/// <summary>Changes values in a configuration file and leaves everything else as it stands: comments, order, line ends, symbols nobody knows.</summary>
public static class DefconfigEditor
{
    /// <summary>Sets and removes symbols.</summary>
    /// <param name="text">The text of the file; empty for a new one.</param>
    /// <param name="changes">The new line of each symbol, without its end; null takes the line out. New lines come at the end, in the order given.</param>
    public static string Apply(string text, IReadOnlyList<(string Symbol, string? Line)> changes)
    {
        var left = changes.ToDictionary(static c => c.Symbol, static c => c.Line, StringComparer.Ordinal);
        var lastLine = LastLines(text);
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var result = new StringBuilder();
        var number = 0;
        foreach (var line in Lines(text))
        {
            var isLast = lastLine.GetValueOrDefault(SymbolOf(line) ?? "", -1) == number++;
            if (SymbolOf(line) is not { } symbol || !left.TryGetValue(symbol, out var wanted))
                result.Append(line);
            else if (isLast && wanted is not null)
                // Of two lines for one symbol the last one counts, so that one stays.
                result.Append(wanted).Append(line.AsSpan(line.AsSpan().TrimEnd("\r\n").Length));
        }

        foreach (var (symbol, line) in changes)
        {
            if (line is null || lastLine.ContainsKey(symbol))
                continue;
            if (result.Length > 0 && result[^1] != '\n')
                result.Append(end);
            result.Append(line).Append(end);
        }

        return result.ToString();
    }

    /// <summary>Makes a file say what a minimal defconfig says: lines of known symbols that are not in it go, all others stay.</summary>
    public static string Rewrite(string text, Configuration configuration)
    {
        var minimal = Lines(configuration.MinimalDefconfig()).Select(static l => (Symbol: SymbolOf(l)!, Line: (string?)l.TrimEnd('\n'))).ToList();
        var kept = minimal.Select(static m => m.Symbol).ToHashSet(StringComparer.Ordinal);
        var removed = Lines(text).Select(SymbolOf).OfType<string>().Distinct(StringComparer.Ordinal).Where(s => !kept.Contains(s) && configuration.Tree.Find(s) is not null);
        return Apply(text, [.. removed.Select(static s => (s, (string?)null)), .. minimal]);
    }

    private static Dictionary<string, int> LastLines(string text)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Lines(text))
        {
            if (SymbolOf(line) is { } symbol)
                last[symbol] = number;
            number++;
        }

        return last;
    }

    private static string? SymbolOf(string line) => DotConfigReader.Assignment(line.TrimEnd('\n', '\r', ' ', '\t'))?.Symbol;

    /// <summary>Cuts after each line end; the last line may have none.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[start..next];
            start = next;
        }
    }
}
