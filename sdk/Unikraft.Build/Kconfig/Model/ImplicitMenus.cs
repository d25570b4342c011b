namespace Unikraft.Build.Kconfig;

/// <summary>
/// The menus nobody wrote: entries that follow a symbol and depend on it stand below it (kconfig-language, "Menu structure"). In a choice such entries are not
/// among those to choose from.
/// </summary>
internal static class ImplicitMenus
{
    /// <summary>Gets how deep each child of a node stands below those before it: 0 for entries of the node's own level.</summary>
    public static IReadOnlyList<int> Depths(MenuNode parent)
    {
        var children = parent.Children;
        var depths = new int[children.Count];
        var above = new Stack<MenuNode>();
        for (var i = 0; i < children.Count; i++)
        {
            while (above.TryPeek(out var last) && !Depends(children[i], last.Symbol!, parent))
                above.Pop();
            depths[i] = above.Count;
            if (children[i].Symbol is not null)
                above.Push(children[i]);
        }

        return depths;
    }

    /// <summary>Tells whether a node cannot be there without a symbol: one of the conditions between it and its parent demands it.</summary>
    private static bool Depends(MenuNode node, Symbol symbol, MenuNode parent)
    {
        for (var scope = node.Dependency; scope is not null && scope != parent.Dependency; scope = scope.Parent)
        {
            foreach (var condition in scope.Conditions)
            {
                if (Demands(condition.Expression, symbol))
                    return true;
            }
        }

        // A comment's or menu's prompt has no condition of its own; that of a symbol hides it as well.
        return node.Prompt?.Condition is { } prompt && Demands(prompt, symbol);
    }

    private static bool Demands(Expression expression, Symbol symbol)
    {
        while (expression is AndExpression both)
        {
            if (Demands(both.Right, symbol))
                return true;
            expression = both.Left;
        }

        return expression switch
        {
            SymbolExpression e => e.Symbol == symbol,
            CompareExpression { Operator: CompareOperator.Equal, Right: { IsQuoted: true, Name: "y" or "m" } } e => e.Left == symbol,
            CompareExpression { Operator: CompareOperator.NotEqual, Right: { IsQuoted: true, Name: "n" } } e => e.Left == symbol,
            _ => false,
        };
    }
}
