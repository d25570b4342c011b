namespace Unikraft.Build.Kconfig;

/// <summary>Lists the lines of a menu as they are in a configuration.</summary>
internal sealed class MenuRows(Evaluator evaluator)
{
    public List<MenuRow> Of(MenuLevel level, bool showHidden)
    {
        var rows = new List<MenuRow>();
        var depths = ImplicitMenus.Depths(level.Parent);
        for (var i = level.From; i < level.To; i++)
        {
            var node = level.Parent.Children[i];
            var end = MenuLevel.End(depths, i);
            var isShown = IsShown(node);
            if (node.Prompt is not null && (isShown || showHidden))
                rows.Add(Row(node, depths[i] - level.Depth, !isShown, node.Kind != MenuNodeKind.Symbol ? node.Children.Count > 0 : node.IsMenuConfig && end > i + 1));
            if (node.IsMenuConfig)
                i = end - 1;
        }

        return rows;
    }

    public bool IsShown(MenuNode node) => node.Prompt is { } prompt && node.Kind switch
    {
        MenuNodeKind.Symbol or MenuNodeKind.Choice => evaluator.Visibility(prompt) != Tristate.No,
        _ => evaluator.Truth(node.Dependency) != Tristate.No && evaluator.Truth(node.Visibility) != Tristate.No,
    };

    private MenuRow Row(MenuNode node, int depth, bool isHidden, bool opens)
    {
        var title = node.Prompt!.Text;
        var text = node.Kind switch
        {
            MenuNodeKind.Comment => $"*** {title} ***",
            MenuNodeKind.Menu => $"    {title}",
            MenuNodeKind.Choice => $"    {title} ({evaluator.State(node.Choice!).Selected?.Nodes[0].Prompt?.Text ?? "none"})",
            _ => $"{Mark(node.Symbol!)} {title}",
        };
        return new MenuRow(node, Math.Max(0, depth), opens ? $"{text}  --->" : text, opens, isHidden);
    }

    private string Mark(Symbol symbol)
    {
        var state = evaluator.State(symbol);
        var isFixed = state.Visibility <= evaluator.Selected(symbol) && state.Visibility != Tristate.No;
        return symbol switch
        {
            { Choice: { } choice, IsBoolean: true } when evaluator.State(choice).Mode == Tristate.Yes => state.Text == "y" ? "(X)" : "( )",
            { IsBoolean: true } => state.Text switch { "y" => isFixed ? "-*-" : "[*]", "m" => isFixed ? "-M-" : "<M>", _ => symbol.Type == SymbolType.Tristate ? "< >" : "[ ]" },
            _ => $"({state.Text})",
        };
    }
}
