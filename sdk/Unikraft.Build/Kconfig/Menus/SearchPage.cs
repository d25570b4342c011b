namespace Unikraft.Build.Kconfig;

/// <summary>Finds symbols by a part of their name or prompt, and goes to one.</summary>
internal sealed class SearchPage(KconfigTree tree, Evaluator evaluator, Func<Symbol, IMenuPage?> go) : IMenuPage
{
    private string text = "";
    private int cursor;
    private List<Symbol> found = [];

    public string Title => $"Search: {text}_";

    public string Keys => "Type a part of a name or prompt  Up Down choose  Enter goes there, or says what hides it  Esc leaves";

    public IMenuPage? Press(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.Escape }:
                return null;
            case { Key: ConsoleKey.Enter }:
                return found.Count > 0 ? go(found[cursor]) : this;
            case { Key: ConsoleKey.UpArrow }:
                cursor = Math.Max(0, cursor - 1);
                return this;
            case { Key: ConsoleKey.DownArrow }:
                cursor = Math.Max(0, Math.Min(cursor + 1, found.Count - 1));
                return this;
            case { Key: ConsoleKey.Backspace }:
                text = text.Length == 0 ? "" : text[..^1];
                break;
            default:
                if (char.IsControl(key.KeyChar))
                    return this;
                text += key.KeyChar;
                break;
        }

        cursor = 0;
        found = text.Length == 0 ? [] : [.. tree.Symbols.Where(Matches).OrderBy(s => !s.Name.Equals(Name, StringComparison.OrdinalIgnoreCase))];
        return this;
    }

    public IReadOnlyList<ScreenLine> Lines(int width, int height)
    {
        if (found.Count == 0)
            return [new(text.Length == 0 ? "" : "Nothing has this in its name or prompt.")];
        var first = Math.Max(0, Math.Min(cursor - (height / 2), found.Count - height));
        return [.. found.Skip(first).Take(height).Select((s, i) => new ScreenLine(
            $"{(first + i == cursor ? ">" : " ")} {s.Name} = {Comparison.Show(s, evaluator.Text(s))}  {s.Prompts.FirstOrDefault()?.Text}",
            first + i == cursor ? ScreenStyle.Reverse : ScreenStyle.Normal))];
    }

    private string Name => Projects.ConfigCondition.StripPrefix(text);

    private bool Matches(Symbol symbol) =>
        symbol.Name.Contains(Name, StringComparison.OrdinalIgnoreCase) || symbol.Prompts.Any(p => p.Text.Contains(text, StringComparison.OrdinalIgnoreCase));
}
