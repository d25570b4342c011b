namespace Unikraft.Build.Kconfig;

/// <summary>Finds the condition that keeps a symbol from being set.</summary>
internal sealed class Blockers(Evaluator evaluator)
{
    /// <summary>A condition that does not hold.</summary>
    /// <param name="What">The condition in words, with the value it has.</param>
    /// <param name="Place">Where it is written.</param>
    /// <param name="Remedy">What would make it hold.</param>
    public sealed record Blocker(string What, Place Place, string Remedy);

    /// <summary>Finds what hides the prompt of a symbol; null when nothing does.</summary>
    public Blocker? Of(Symbol symbol)
    {
        foreach (var prompt in symbol.Prompts)
        {
            if (InScope(prompt.Node.Dependency) is { } outer)
                return outer;
            if (evaluator.Truth(prompt.Condition) == Tristate.No)
                return Describe(prompt.Condition!, prompt.Place);
            if (InScope(prompt.Node.Visibility) is { } hidden)
                return hidden;
        }

        return null;
    }

    /// <summary>Finds the dependency of a symbol that does not hold, prompts aside; null when all do.</summary>
    public Blocker? OfDependencies(Symbol symbol) => symbol.Nodes.Select(n => InScope(n.Dependency)).FirstOrDefault(static b => b is not null);

    /// <summary>The outermost condition comes first: without it the inner ones do not matter.</summary>
    private Blocker? InScope(Scope scope)
    {
        var levels = new Stack<Scope>();
        for (var level = scope; level is not null; level = level.Parent)
            levels.Push(level);
        return levels
            .SelectMany(static l => l.Conditions)
            .Where(c => evaluator.Truth(c.Expression) == Tristate.No)
            .Select(c => Describe(c.Expression, c.Place))
            .FirstOrDefault();
    }

    private Blocker Describe(Expression expression, Place place) => expression switch
    {
        AndExpression e => Describe(evaluator.Truth(e.Left) == Tristate.No ? e.Left : e.Right, place),
        SymbolExpression { Symbol: { IsDefined: false, IsQuoted: false } s } => new Blocker($"{s.Name} (which nothing defines)", place, $"Refer to the library that defines {s.Name}."),
        SymbolExpression { Symbol: var s } => new Blocker($"{s.Name} (now {Value(s)})", place, TurnOn(s)),
        NotExpression { Operand: SymbolExpression { Symbol: var s } } => new Blocker($"{s.Name} off (now {Value(s)})", place, $"Add <UkConfig Include=\"{s.Name}\" Value=\"n\" />, or turn off what selects it."),
        ChoiceExpression => new Blocker("its choice, which is off", place, "Turn on what the choice depends on."),
        CompareExpression e => new Blocker($"{e} ({e.Left.Name} is now {Value(e.Left)})", place, $"Add <UkConfig Include=\"{e.Left.Name}\" Value=\"...\" /> with a value that fulfils it."),
        _ => new Blocker($"{expression}", place, "Make this condition true by UkConfig items."),
    };

    private string TurnOn(Symbol symbol)
    {
        if (symbol.Prompts.Any())
            return $"Add <UkConfig Include=\"{symbol.Name}\" Value=\"y\" />.";
        var selectors = string.Join(", ", symbol.SelectedBy.Select(static s => s.Source.Name).Distinct().Take(5));
        return selectors.Length > 0 ? $"Turn on what provides it: {selectors}." : $"Change what {symbol.Name} depends on; it is defined at {(symbol.IsDefined ? symbol.Nodes[0].Place : null)}.";
    }

    private string Value(Symbol symbol) => evaluator.Text(symbol) is { Length: > 0 } text ? text : "empty";
}
