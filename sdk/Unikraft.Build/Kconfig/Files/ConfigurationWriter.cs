using System.Text;

namespace Unikraft.Build.Kconfig;

/// <summary>Writes values in the formats of build-interface 3.4. All lines end in LF.</summary>
internal sealed class ConfigurationWriter(Evaluator evaluator)
{
    private const string Notice = "Automatically generated file; DO NOT EDIT.";

    private KconfigTree Tree => evaluator.Tree;

    /// <summary>The <c>.config</c> file: symbols in menu order under the titles of visible menus and comments.</summary>
    public string DotConfig()
    {
        var text = new StringBuilder($"#\n# {Notice}\n# {Tree.Title}\n#\n");
        var written = new HashSet<Symbol>();
        var afterMenu = false;
        var open = new Stack<(MenuNode Node, int NextChild)>();
        open.Push((Tree.Root, 0));
        while (open.TryPop(out var top))
        {
            if (top.NextChild < top.Node.Children.Count)
            {
                open.Push((top.Node, top.NextChild + 1));
                var node = top.Node.Children[top.NextChild];
                Begin(node);
                open.Push((node, 0));
            }
            else if (top.Node.Kind == MenuNodeKind.Menu && top.Node.Parent is not null && IsShown(top.Node))
            {
                text.Append($"# end of {top.Node.Prompt!.Text}\n");
                afterMenu = true;
            }
        }

        return text.ToString();

        void Begin(MenuNode node)
        {
            if (node.Symbol is { } symbol)
            {
                if (!evaluator.State(symbol).IsWritten || !written.Add(symbol))
                    return;
                text.Append(afterMenu ? "\n" : "").Append(Line(symbol)).Append('\n');
                afterMenu = false;
            }
            else if (node.Kind is MenuNodeKind.Menu or MenuNodeKind.Comment && IsShown(node))
            {
                text.Append($"\n#\n# {node.Prompt!.Text}\n#\n");
                afterMenu = false;
            }
        }
    }

    /// <summary>The header that C code includes.</summary>
    public string Header()
    {
        var text = new StringBuilder($"/*\n *\n * {Notice}\n * {Tree.Title}\n *\n */\n");
        foreach (var (symbol, value) in Values())
        {
            var number = symbol.Type == SymbolType.Hex && !value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? "0x" + value : value;
            var define = symbol.Type switch
            {
                SymbolType.Bool or SymbolType.Tristate => value == "m" ? $"CONFIG_{symbol.Name}_MODULE 1" : $"CONFIG_{symbol.Name} 1",
                SymbolType.String => $"CONFIG_{symbol.Name} {Quote(value)}",
                _ => $"CONFIG_{symbol.Name} {number}",
            };
            text.Append("#define ").Append(define).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What make includes: the same set as the header.</summary>
    public string AutoConf()
    {
        var text = new StringBuilder($"#\n# {Notice}\n# {Tree.Title}\n#\n");
        foreach (var (symbol, _) in Values())
            text.Append(Line(symbol)).Append('\n');
        return text.ToString();
    }

    /// <summary>The lines without which the defaults would give another configuration.</summary>
    public string MinimalDefconfig()
    {
        var text = new StringBuilder();
        foreach (var symbol in Tree.Symbols.Where(DiffersFromDefault))
            text.Append(Line(symbol)).Append('\n');
        return text.ToString();
    }

    /// <summary>The line of a symbol in <c>.config</c>.</summary>
    public string Line(Symbol symbol) => Line(symbol, evaluator.Text(symbol));

    /// <summary>The line that gives a symbol a value.</summary>
    public static string Line(Symbol symbol, string value) => symbol.Type switch
    {
        SymbolType.Bool or SymbolType.Tristate when value == "n" => $"# CONFIG_{symbol.Name} is not set",
        SymbolType.String => $"CONFIG_{symbol.Name}={Quote(value)}",
        _ => $"CONFIG_{symbol.Name}={value}",
    };

    private IEnumerable<(Symbol Symbol, string Value)> Values()
    {
        foreach (var symbol in Tree.Symbols)
        {
            var state = evaluator.State(symbol);
            if (state.IsWritten && !(symbol.IsBoolean && state.Truth == Tristate.No))
                yield return (symbol, state.Text);
        }
    }

    /// <summary>Tells whether a user's value makes a difference: it can be set, and is another one than the symbol would have by itself.</summary>
    private bool DiffersFromDefault(Symbol symbol)
    {
        var state = evaluator.State(symbol);
        if (!state.IsWritten || state.Visibility <= evaluator.Selected(symbol))
            return false;
        return state.Text != evaluator.TextWithoutUser(symbol);
    }

    /// <summary>Only a menu's own <c>visible if</c> counts for its title, not those around it.</summary>
    private bool IsShown(MenuNode node) =>
        evaluator.Truth(node.Dependency) != Tristate.No
        && (node.Kind == MenuNodeKind.Comment || node.Visibility.Conditions.All(c => evaluator.Truth(c.Expression) != Tristate.No));

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
