using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>
/// A menu over a configuration: keys go in, lines of a screen come out. It knows no terminal and no file, so a test can press keys.
/// </summary>
public sealed class ConfigMenu
{
    private readonly Configuration configuration;
    private readonly Evaluator evaluator;
    private readonly MenuRows rows;
    private readonly MenuEdits edits;
    private readonly Stack<MenuLevel> levels = new();
    private IMenuPage? page;
    private bool showHidden;
    private bool hasDiscarded;
    private string message = "";
    private int pageSize = 10;

    /// <summary>Opens the main menu.</summary>
    /// <param name="configuration">The configuration; it takes the changes.</param>
    /// <param name="fixedRequests">What the project file or the platform says; the menu shows it and does not change it.</param>
    /// <param name="inFile">The symbols that have a line in the file the menu saves to.</param>
    public ConfigMenu(Configuration configuration, IEnumerable<ConfigRequest> fixedRequests, IEnumerable<string> inFile)
    {
        this.configuration = configuration;
        evaluator = configuration.Evaluator;
        rows = new MenuRows(evaluator);
        edits = new MenuEdits(configuration, fixedRequests, inFile);
        levels.Push(MenuLevel.Of(configuration.Tree.Root));
    }

    /// <summary>Gets whether there is something to save.</summary>
    public bool HasChanges => edits.HasChanges;

    /// <summary>Gets how many symbols were changed since the menu was opened, or last saved.</summary>
    public int ChangeCount => edits.Count;

    private MenuLevel Level => levels.Peek();

    /// <summary>Applies the changes to the text of the file.</summary>
    public string Apply(string text) => DefconfigEditor.Apply(text, edits.Lines());

    /// <summary>Tells the menu that its changes are in the file now.</summary>
    public void Saved()
    {
        message = $"{edits.Count} changed, saved.";
        edits.Saved();
    }

    /// <summary>Takes a key.</summary>
    public MenuOutcome Press(ConsoleKeyInfo key)
    {
        if (page is { } open)
        {
            page = open.Press(key);
            return hasDiscarded ? MenuOutcome.Discard : MenuOutcome.Continue;
        }

        message = "";
        return key switch
        {
            { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control } or { KeyChar: 'Q' } => Discard(),
            { KeyChar: 'q' } => MenuOutcome.SaveAndQuit,
            { KeyChar: 's' } => MenuOutcome.Save,
            _ => Browse(key),
        };
    }

    /// <summary>Gets the screen, at most <paramref name="height" /> lines.</summary>
    public IReadOnlyList<ScreenLine> Screen(int width, int height)
    {
        pageSize = Math.Max(1, height - 5);
        var lines = page?.Lines(width, pageSize) ?? List();
        var title = page?.Title ?? string.Join(" > ", levels.Reverse().Select(static l => l.Title.Length > 0 ? l.Title : "Main menu"));
        IEnumerable<ScreenLine> all =
        [
            new(title, ScreenStyle.Bold),
            new(""),
            .. lines.Take(pageSize),
            .. Enumerable.Repeat(new ScreenLine(""), Math.Max(0, pageSize - lines.Count)),
            new(message, ScreenStyle.Bold),
            new(page?.Keys ?? "Arrows Enter Left  Space y m n  / search  ? help  z all  s save  q save, quit  Q quit"),
        ];
        return [.. all.Take(height).Select(l => l with { Text = Fit(l.Text, width) })];
    }

    private MenuOutcome Discard()
    {
        if (!edits.HasChanges)
            return MenuOutcome.Discard;
        page = new QuestionPage($"{edits.Count} changes are not saved. Lose them? y/n", yes => hasDiscarded = yes);
        return MenuOutcome.Continue;
    }

    private MenuOutcome Browse(ConsoleKeyInfo key)
    {
        var list = rows.Of(Level, showHidden);
        var level = Level;
        level.Cursor = Math.Clamp(level.Cursor, 0, Math.Max(0, list.Count - 1));
        var row = list.Count > 0 ? list[level.Cursor] : null;
        switch (key)
        {
            case { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' }:
                level.Cursor = Math.Max(0, level.Cursor - 1);
                break;
            case { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' }:
                level.Cursor++;
                break;
            case { Key: ConsoleKey.PageUp }:
                level.Cursor = Math.Max(0, level.Cursor - pageSize);
                break;
            case { Key: ConsoleKey.PageDown }:
                level.Cursor += pageSize;
                break;
            case { Key: ConsoleKey.Home }:
                level.Cursor = 0;
                break;
            case { Key: ConsoleKey.End }:
                level.Cursor = list.Count;
                break;
            case { Key: ConsoleKey.LeftArrow or ConsoleKey.Escape } or { KeyChar: 'h' }:
                if (levels.Count > 1)
                    levels.Pop();
                break;
            case { KeyChar: 'z' }:
                showHidden = !showHidden;
                break;
            case { KeyChar: '/' }:
                page = new SearchPage(configuration.Tree, evaluator, Go);
                break;
            case { KeyChar: '?' } when row is not null:
                page = TextPage.About(row.Node, configuration);
                break;
            case { Key: ConsoleKey.Enter or ConsoleKey.RightArrow } or { KeyChar: 'l' } when row is not null:
                Open(row);
                break;
            case { KeyChar: ' ' } when row is not null:
                Toggle(row);
                break;
            case { KeyChar: 'y' or 'm' or 'n' } when row?.Node.Symbol is { IsBoolean: true } symbol:
                Set(symbol, key.KeyChar.ToString());
                break;
        }

        Level.Cursor = Math.Clamp(Level.Cursor, 0, Math.Max(0, rows.Of(Level, showHidden).Count - 1));
        return MenuOutcome.Continue;
    }

    private void Open(MenuRow row)
    {
        if (row.Opens && row.Node.Kind != MenuNodeKind.Symbol)
        {
            levels.Push(MenuLevel.Of(row.Node));
        }
        else if (row.Opens)
        {
            var siblings = row.Node.Parent!.Children;
            levels.Push(MenuLevel.PathTo(siblings[siblings.ToList().IndexOf(row.Node) + 1]).Last());
        }
        else
        {
            Toggle(row);
        }
    }

    private void Toggle(MenuRow row)
    {
        if (row.Node.Symbol is not { } symbol)
            return;
        if (!symbol.IsBoolean)
        {
            page = new EditPage(symbol, evaluator.Text(symbol), value => edits.Set(symbol, value));
            return;
        }

        var isMember = symbol.Choice is { } choice && evaluator.State(choice).Mode == Tristate.Yes;
        Set(symbol, (symbol.Type, evaluator.Text(symbol)) switch
        {
            _ when isMember => "y",
            (_, "y") => "n",
            (SymbolType.Tristate, "n") when evaluator.State(symbol).Visibility == Tristate.Module => "m",
            _ => "y",
        });
    }

    private void Set(Symbol symbol, string value) => message = edits.Set(symbol, value) ?? "";

    /// <summary>Shows an entry in its menu; null when it cannot be seen, then what hides it is told.</summary>
    private IMenuPage? Go(Symbol symbol)
    {
        foreach (var node in symbol.Nodes.Where(n => showHidden ? n.Prompt is not null : rows.IsShown(n)))
        {
            levels.Clear();
            foreach (var level in MenuLevel.PathTo(node))
                levels.Push(level);
            Level.Cursor = Math.Max(0, rows.Of(Level, showHidden).FindIndex(r => r.Node == node));
            return null;
        }

        return TextPage.About(symbol.Nodes[0], configuration);
    }

    private List<ScreenLine> List()
    {
        var list = rows.Of(Level, showHidden);
        if (list.Count == 0)
            return [new("(nothing here; z shows hidden entries)")];
        var first = Math.Max(0, Math.Min(Level.Cursor - (pageSize / 2), list.Count - pageSize));
        return [.. list.Skip(first).Take(pageSize).Select((r, i) => new ScreenLine(
            $"{(first + i == Level.Cursor ? ">" : " ")} {new string(' ', Math.Min(r.Depth, 20) * 2)}{r.Text}{(r.IsHidden ? "  (hidden)" : "")}",
            first + i == Level.Cursor ? ScreenStyle.Reverse : ScreenStyle.Normal))];
    }

    /// <summary>Text of files goes to a terminal: what controls it is taken out.</summary>
    private static string Fit(string text, int width)
    {
        var plain = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        return plain.Length <= width ? plain : plain[..Math.Max(0, width)];
    }
}
