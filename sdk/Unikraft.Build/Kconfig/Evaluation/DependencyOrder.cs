using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig;

/// <summary>
/// Sorts a tree so that everything comes after what its value depends on, and finds circles. Evaluating in this order never recurses deeply.
/// </summary>
internal sealed class DependencyOrder
{
    /// <summary>More names help nobody.</summary>
    private const int LongestCircle = 12;

    private readonly Dictionary<object, bool> finished = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(object Node, IEnumerator<object> Next)> path = new();
    private readonly List<Symbol> order = [];
    private Diagnostic? cycle;

    private DependencyOrder()
    {
    }

    /// <summary>Computes the order of the defined symbols (UK1207 for a circle; the order ends there).</summary>
    public static Result<IReadOnlyList<Symbol>> Of(KconfigTree tree)
    {
        var sorter = new DependencyOrder();
        foreach (var symbol in tree.Symbols)
        {
            sorter.Visit(symbol);
            if (sorter.cycle is { } problem)
                return Result.Failed<IReadOnlyList<Symbol>>(problem);
        }

        return Result.Of<IReadOnlyList<Symbol>>(sorter.order);
    }

    /// <summary>Depth first with a stack of our own: a chain of a hundred thousand symbols is as good as one of ten.</summary>
    private void Visit(object start)
    {
        Enter(start);
        while (cycle is null && path.TryPeek(out var top))
        {
            if (top.Next.MoveNext())
            {
                Enter(top.Next.Current);
                continue;
            }

            path.Pop();
            finished[top.Node] = true;
            if (top.Node is Symbol symbol)
                order.Add(symbol);
        }
    }

    private void Enter(object node)
    {
        if (!finished.TryGetValue(node, out var isFinished))
        {
            finished.Add(node, false);
            path.Push((node, Needs(node).GetEnumerator()));
        }
        else if (!isFinished)
        {
            cycle = Describe(node);
        }
    }

    /// <summary>What the value of a node depends on.</summary>
    private static IEnumerable<object> Needs(object node) => node switch
    {
        Symbol symbol => OfSymbol(symbol),
        Scope scope => (scope.Parent is null ? [] : new object[] { scope.Parent }).Concat(scope.Conditions.SelectMany(static c => Leaves(c.Expression))),
        Choice choice => choice.Prompts.SelectMany(OfPrompt),
        ChoiceSelection selection => OfSelection(selection.Choice),
        _ => [],
    };

    private static IEnumerable<object> OfSymbol(Symbol symbol)
    {
        foreach (var prompt in symbol.Prompts)
        {
            foreach (var need in OfPrompt(prompt))
                yield return need;
        }

        foreach (var node in symbol.Nodes)
            yield return node.Dependency;
        if (symbol.Choice is { } choice)
            yield return choice.Selection;
        foreach (var value in symbol.Defaults)
        {
            foreach (var need in OfProperty(value).Concat(Leaves(value.Value)))
                yield return need;
        }

        foreach (var range in symbol.Ranges)
        {
            foreach (var need in OfProperty(range).Append(range.Low).Append(range.High))
                yield return need;
        }

        foreach (var selection in symbol.SelectedBy.Concat(symbol.ImpliedBy))
        {
            foreach (var need in OfProperty(selection).Append(selection.Source))
                yield return need;
        }
    }

    /// <summary>A selection depends on who of the members is visible, never on a member's value.</summary>
    private static IEnumerable<object> OfSelection(Choice choice) =>
        choice.Defaults.SelectMany(OfProperty).Append(choice).Concat(choice.Symbols.SelectMany(static s => s.Prompts).SelectMany(OfPrompt));

    private static IEnumerable<object> OfPrompt(Prompt prompt) => OfProperty(prompt).Append(prompt.Node.Visibility);

    private static IEnumerable<object> OfProperty(Property property) => Leaves(property.Condition).Append(property.Node.Dependency);

    /// <summary>Gets the symbols and choices an expression mentions.</summary>
    internal static IEnumerable<object> Leaves(Expression? expression)
    {
        switch (expression)
        {
            case null:
                return [];
            case SymbolExpression e:
                return [e.Symbol];
            default:
                var leaves = new List<object>();
                AddLeaves(expression, leaves);
                return leaves;
        }
    }

    private static void AddLeaves(Expression expression, List<object> leaves)
    {
        // Long chains of && and || lean to the left: that side is the loop.
        while (true)
        {
            switch (expression)
            {
                case AndExpression e:
                    AddLeaves(e.Right, leaves);
                    expression = e.Left;
                    continue;
                case OrExpression e:
                    AddLeaves(e.Right, leaves);
                    expression = e.Left;
                    continue;
                case NotExpression e:
                    expression = e.Operand;
                    continue;
                case SymbolExpression e:
                    leaves.Add(e.Symbol);
                    break;
                case CompareExpression e:
                    leaves.Add(e.Left);
                    leaves.Add(e.Right);
                    break;
                case ChoiceExpression e:
                    leaves.Add(e.Choice);
                    break;
                case ModuleExpression { Tree.Modules: { } modules }:
                    leaves.Add(modules);
                    break;
            }

            return;
        }
    }

    private Diagnostic Describe(object node)
    {
        var circle = path.TakeWhile(p => !ReferenceEquals(p.Node, node)).Select(static p => p.Node).Reverse().Prepend(node).Append(node).OfType<Symbol>().ToList();
        if (circle.Count > 1 && circle[0] != circle[^1])
            circle.Add(circle[0]);
        var names = circle.Count <= LongestCircle ? circle.Select(static s => s.Name) : [.. circle.Take(LongestCircle).Select(static s => s.Name), $"... {circle.Count - LongestCircle} more"];
        var place = circle.FirstOrDefault()?.Nodes.FirstOrDefault()?.Place;
        return Diagnostic.Error("UK1207", $"Symbols depend on each other in a circle: {string.Join(" -> ", names)}.", "Remove one of these dependencies, defaults or selects.")
            .At(place?.File, place?.Line ?? 0);
    }
}
