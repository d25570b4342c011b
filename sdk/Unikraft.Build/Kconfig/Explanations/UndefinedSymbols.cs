namespace Unikraft.Build.Kconfig;

/// <summary>Finds the symbols that conditions mention but nothing defines: they are <c>n</c> for ever, mostly because of a misspelt or outdated name.</summary>
internal static class UndefinedSymbols
{
    /// <summary>Finds each of them with the place that mentions it first.</summary>
    public static IEnumerable<(Symbol Symbol, Place Place)> Find(KconfigTree tree)
    {
        if (!tree.Undefined.Any(IsName))
            return [];
        var found = new Dictionary<Symbol, Place>();
        var scopes = new HashSet<Scope>();
        var open = new Stack<MenuNode>([tree.Root]);
        while (open.TryPop(out var node))
        {
            for (var scope = node.Dependency; scope is not null && scopes.Add(scope); scope = scope.Parent)
                AddAll(scope);
            if (scopes.Add(node.Visibility))
                AddAll(node.Visibility);
            foreach (var property in PropertiesOf(node))
            {
                Add(property.Condition, property.Place);
                if (property is DefaultValue value && node.Symbol is { IsBoolean: true })
                    Add(value.Value, property.Place);
            }

            foreach (var child in node.Children)
                open.Push(child);
        }

        return found.OrderBy(static f => f.Value.File, StringComparer.Ordinal).ThenBy(static f => f.Value.Line).Select(static f => (f.Key, f.Value));

        void AddAll(Scope scope)
        {
            foreach (var condition in scope.Conditions)
                Add(condition.Expression, condition.Place);
        }

        void Add(Expression? expression, Place place)
        {
            foreach (var symbol in Mentioned(expression))
            {
                if (!symbol.IsDefined && !symbol.IsQuoted && IsName(symbol) && (!found.TryGetValue(symbol, out var first) || IsBefore(place, first)))
                    found[symbol] = place;
            }
        }
    }

    /// <summary>The nodes come in no order, so the earlier line of one file wins.</summary>
    private static bool IsBefore(Place a, Place b) => string.CompareOrdinal(a.File, b.File) is var order && (order < 0 || (order == 0 && a.Line < b.Line));

    private static IEnumerable<Property> PropertiesOf(MenuNode node)
    {
        IEnumerable<Property> own = node.Symbol is { } symbol
            ? [.. symbol.Defaults, .. symbol.Ranges, .. symbol.Selects, .. symbol.Implies]
            : node.Choice is { } choice ? choice.Defaults : [];
        return node.Prompt is { } prompt ? own.Append(prompt).Where(p => p.Node == node) : own.Where(p => p.Node == node);
    }

    /// <summary>Truth values always name symbols; what is compared can be a text without quotes.</summary>
    private static IEnumerable<Symbol> Mentioned(Expression? expression)
    {
        var open = new Stack<Expression>();
        if (expression is not null)
            open.Push(expression);
        while (open.TryPop(out var top))
        {
            switch (top)
            {
                case AndExpression e:
                    open.Push(e.Left);
                    open.Push(e.Right);
                    break;
                case OrExpression e:
                    open.Push(e.Left);
                    open.Push(e.Right);
                    break;
                case NotExpression e:
                    open.Push(e.Operand);
                    break;
                case SymbolExpression e:
                    yield return e.Symbol;
                    break;
                case CompareExpression e:
                    if (IsUpper(e.Left))
                        yield return e.Left;
                    if (IsUpper(e.Right))
                        yield return e.Right;
                    break;
            }
        }
    }

    private static bool IsUpper(Symbol symbol) => symbol.Name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Tells whether a symbol of an expression is one to people: no constant, and no number.</summary>
    public static bool IsNameOrDefined(Symbol symbol) => symbol.IsDefined || (!symbol.IsQuoted && IsName(symbol));

    /// <summary>A number without quotes is a symbol to the language, and a number to everybody else.</summary>
    private static bool IsName(Symbol symbol) =>
        symbol.Name.Length > 0 && symbol.Name.Any(char.IsAsciiLetter) && Numbers.ForComparison(SymbolType.Unknown, symbol.Name) is null;
}
