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
    private readonly Stack<(object Node, int First, int Next)> path = new();

    /// <summary>What the nodes of the path need, each node's behind those of the node before it.</summary>
    private readonly List<object> needs = [];
    private readonly List<Symbol> order = [];
    private Diagnostic? cycle;

    private DependencyOrder()
    {
    }

    /// <summary>Computes the order of the defined symbols (UK1207 for a circle; the order ends there).</summary>
    public static Result<IReadOnlyList<Symbol>> Of(KconfigTree tree)
    {
        var sorter = new DependencyOrder();

        // What m means must be known before all others (see Evaluator.EvaluateAll).
        foreach (var symbol in tree.Modules is { } modules ? tree.Symbols.Prepend(modules) : tree.Symbols)
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
        while (cycle is null && path.TryPop(out var top))
        {
            if (top.Next < needs.Count)
            {
                path.Push(top with { Next = top.Next + 1 });
                Enter(needs[top.Next]);
                continue;
            }

            needs.RemoveRange(top.First, needs.Count - top.First);
            finished[top.Node] = true;
            if (top.Node is Symbol symbol)
                order.Add(symbol);
        }
    }

    private void Enter(object node)
    {
        if (finished.TryGetValue(node, out var isFinished))
        {
            if (!isFinished)
                cycle = Describe(node);
            return;
        }

        finished.Add(node, false);
        path.Push((node, needs.Count, needs.Count));
        AddNeeds(node);
    }

    /// <summary>Adds what the value of a node depends on.</summary>
    private void AddNeeds(object node)
    {
        switch (node)
        {
            case Symbol symbol:
                OfSymbol(symbol);
                break;
            case Scope scope:
                if (scope.Parent is not null)
                    needs.Add(scope.Parent);
                foreach (var condition in scope.Conditions)
                    AddLeaves(condition.Expression, needs);
                break;
            case Choice choice:
                OfPrompts(choice.Nodes);
                break;
            case ChoiceSelection selection:
                OfSelection(selection.Choice);
                break;
        }
    }

    private void OfSymbol(Symbol symbol)
    {
        OfPrompts(symbol.Nodes);
        foreach (var node in symbol.Nodes)
            needs.Add(node.Dependency);
        if (symbol.Choice is { } choice)
            needs.Add(choice.Selection);
        foreach (var value in symbol.Defaults)
        {
            OfProperty(value);
            AddLeaves(value.Value, needs);
        }

        foreach (var range in symbol.Ranges)
        {
            OfProperty(range);
            needs.Add(range.Low);
            needs.Add(range.High);
        }

        foreach (var selections in new[] { symbol.SelectedBy, symbol.ImpliedBy })
        {
            foreach (var selection in selections)
            {
                OfProperty(selection);
                needs.Add(selection.Source);
            }
        }
    }

    /// <summary>A selection depends on who of the members is visible, never on a member's value.</summary>
    private void OfSelection(Choice choice)
    {
        foreach (var value in choice.Defaults)
            OfProperty(value);
        needs.Add(choice);
        foreach (var member in choice.Symbols)
            OfPrompts(member.Nodes);
    }

    private void OfPrompts(IReadOnlyList<MenuNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Prompt is not { } prompt)
                continue;
            OfProperty(prompt);
            needs.Add(node.Visibility);
        }
    }

    private void OfProperty(Property property)
    {
        if (property.Condition is not null)
            AddLeaves(property.Condition, needs);
        needs.Add(property.Node.Dependency);
    }

    /// <summary>Gets the symbols and choices an expression mentions.</summary>
    internal static IEnumerable<object> Leaves(Expression expression)
    {
        var leaves = new List<object>();
        AddLeaves(expression, leaves);
        return leaves;
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
        // The node whose need closes the circle is on the path already.
        var circle = path.TakeWhile(p => !ReferenceEquals(p.Node, node)).Select(static p => p.Node).Reverse().Prepend(node).Append(node).OfType<Symbol>().ToList();
        if (circle.Count > 1 && circle[0] != circle[^1])
            circle.Add(circle[0]);
        var names = circle.Count <= LongestCircle ? circle.Select(static s => s.Name) : [.. circle.Take(LongestCircle).Select(static s => s.Name), $"... {circle.Count - LongestCircle} more"];
        var place = circle.FirstOrDefault()?.Nodes.FirstOrDefault()?.Place;
        return Diagnostic.Error("UK1207", $"Symbols depend on each other in a circle: {string.Join(" -> ", names)}.", "Remove one of these dependencies, defaults or selects.")
            .At(place?.File, place?.Line ?? 0);
    }
}
