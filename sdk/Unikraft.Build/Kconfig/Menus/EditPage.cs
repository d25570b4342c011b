namespace Unikraft.Build.Kconfig;

/// <summary>An input line for a number or text.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="value">Its value.</param>
/// <param name="set">Takes the new value; what is wrong with it, null for nothing.</param>
internal sealed class EditPage(Symbol symbol, string value, Func<string, string?> set) : IMenuPage
{
    private const int MaximumLength = 4096;

    private string text = value;
    private string problem = "";

    public string Title => $"{symbol.Prompts.FirstOrDefault()?.Text} ({symbol.Name}, {Comparison.TypeName(symbol)})";

    public string Keys => "Enter takes the value  Backspace deletes  Ctrl+U clears  Esc leaves it as it was";

    public IMenuPage? Press(ConsoleKeyInfo key)
    {
        problem = "";
        switch (key)
        {
            case { Key: ConsoleKey.Escape }:
                return null;
            case { Key: ConsoleKey.Enter }:
                problem = set(text) ?? "";
                return problem.Length == 0 ? null : this;
            case { Key: ConsoleKey.Backspace }:
                text = text.Length == 0 ? "" : text[..^1];
                break;
            case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                text = "";
                break;
            default:
                if (!char.IsControl(key.KeyChar) && text.Length < MaximumLength)
                    text += key.KeyChar;
                break;
        }

        return this;
    }

    public IReadOnlyList<ScreenLine> Lines(int width, int height) => [new($"{text}_", ScreenStyle.Reverse), new(""), new(problem, ScreenStyle.Bold)];
}
