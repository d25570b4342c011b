namespace Unikraft.Build.Kconfig;

/// <summary>A text to read: help and explanation of an entry.</summary>
internal sealed class TextPage(string title, IReadOnlyList<string> lines) : IMenuPage
{
    private int first;
    private int last;

    public string Title => title;

    public string Keys => "Up Down PageUp PageDown scroll  any other key goes back";

    /// <summary>Tells about an entry: its help, and for a symbol why it has its value and what would change it.</summary>
    public static TextPage About(MenuNode node, Configuration configuration)
    {
        string[] help = [.. (node.Help ?? "There is no help.").Split('\n'), ""];
        return node.Symbol is { } symbol
            ? new TextPage($"{node.Prompt?.Text} ({symbol.Name})", [.. help, .. new Explainer(configuration).Explain(symbol).Lines])
            : new TextPage(node.Prompt?.Text ?? "", [.. help, $"Written at {node.Place}."]);
    }

    public IMenuPage? Press(ConsoleKeyInfo key)
    {
        int? step = key.Key switch
        {
            ConsoleKey.UpArrow => -1,
            ConsoleKey.DownArrow => 1,
            ConsoleKey.PageUp => -10,
            ConsoleKey.PageDown => 10,
            _ => null,
        };
        if (step is null)
            return null;
        first = Math.Clamp(first + step.Value, 0, last);
        return this;
    }

    public IReadOnlyList<ScreenLine> Lines(int width, int height)
    {
        var folded = lines.SelectMany(l => Fold(l, Math.Max(1, width))).ToList();
        last = Math.Max(0, folded.Count - height);
        first = Math.Min(first, last);
        return [.. folded.Skip(first).Take(height).Select(static l => new ScreenLine(l))];
    }

    /// <summary>Long lines go on below, so that no place or value is cut off.</summary>
    private static IEnumerable<string> Fold(string line, int width)
    {
        if (line.Length == 0)
            yield return "";
        for (var start = 0; start < line.Length; start += width)
            yield return line.Substring(start, Math.Min(width, line.Length - start));
    }
}
