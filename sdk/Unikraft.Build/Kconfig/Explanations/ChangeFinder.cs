using System.Collections.Immutable;
using System.Globalization;

namespace Unikraft.Build.Kconfig;

/// <summary>
/// Finds the smallest set of user values that gives a symbol a wanted value. Conditions are followed backwards to the symbols that users can set, which gives
/// candidates; each is then tried for real, so an answer is never wrong, and what it does not need is taken out of it.
/// </summary>
/// <param name="configuration">The configuration to change; it is as before when a method returns.</param>
internal sealed class ChangeFinder(Configuration configuration)
{
    /// <summary>How many ways to one goal are followed, the shortest first. The search is bounded, whatever the files say.</summary>
    private const int Width = 6;
    private const int MaximumDepth = 24;
    private const int MaximumGoals = 20_000;

    private static readonly ImmutableArray<Assignment> Nothing = [];

    private readonly Evaluator evaluator = configuration.Evaluator;
    private readonly HashSet<Symbol> path = [];
    private int goals;

    /// <summary>Finds the assignments; null when there are none, or none are found within the bounds.</summary>
    public ImmutableArray<Assignment>? Find(Symbol symbol, string wanted)
    {
        goals = 0;
        ImmutableArray<Assignment>? best = null;
        foreach (var plan in Symbol(symbol, wanted, isRoot: true))
        {
            if ((best is null || plan.Length < best.Value.Length) && Works(plan, symbol, wanted))
                best = Shorten(plan, symbol, wanted);
        }

        return best;
    }

    /// <summary>Lists the symbols that get another value by assignments, with their values before and after.</summary>
    public ImmutableArray<(Symbol Symbol, string Before, string After)> Effects(ImmutableArray<Assignment> plan)
    {
        var before = configuration.Tree.Symbols.ToDictionary(static s => s, evaluator.Text);
        return With(plan, () => configuration.Tree.Symbols
            .Select(s => (Symbol: s, Before: before[s], After: evaluator.Text(s)))
            .Where(static e => e.Before != e.After)
            .ToImmutableArray());
    }

    private bool Works(ImmutableArray<Assignment> plan, Symbol symbol, string wanted) => With(plan, () => evaluator.Text(symbol) == wanted);

    private ImmutableArray<Assignment> Shorten(ImmutableArray<Assignment> plan, Symbol symbol, string wanted)
    {
        for (var i = plan.Length - 1; i >= 0; i--)
        {
            if (Works(plan.RemoveAt(i), symbol, wanted))
                plan = plan.RemoveAt(i);
        }

        return plan;
    }

    private T With<T>(ImmutableArray<Assignment> plan, Func<T> question)
    {
        var before = evaluator.UserValues;
        try
        {
            foreach (var step in plan)
                evaluator.SetUserValue(step.Symbol, step.Value);
            configuration.Evaluate();
            return question();
        }
        finally
        {
            evaluator.UserValues = before;
            configuration.Evaluate();
        }
    }

    private List<ImmutableArray<Assignment>> Symbol(Symbol symbol, string value, bool isRoot = false)
    {
        if (!isRoot && evaluator.Text(symbol) == value)
            return [Nothing];
        if (!symbol.IsDefined || path.Count > MaximumDepth || ++goals > MaximumGoals || !path.Add(symbol))
            return [];
        var ways = ByPrompt(symbol, value).Concat(symbol.IsBoolean && value == "y" ? ByOthers(symbol) : []).Concat(ByDefault(symbol, value));
        var found = Shortest(ways);
        path.Remove(symbol);
        return found;
    }

    /// <summary>What the platform of the build says is not for the project to change.</summary>
    private bool IsFixed(Symbol symbol) =>
        configuration.RequestOf(symbol) is { File: null } || (symbol.Choice is { } choice && choice.Symbols.Any(s => configuration.RequestOf(s) is { File: null, Value: "y" }));

    private IEnumerable<ImmutableArray<Assignment>> ByPrompt(Symbol symbol, string value)
    {
        foreach (var prompt in IsFixed(symbol) ? [] : symbol.Prompts)
        {
            var visible = All([.. Scope(prompt.Node.Dependency), .. Scope(prompt.Node.Visibility), () => Expression(prompt.Condition, true)]);
            if (value == "n" && symbol.IsBoolean)
                visible = Combine(visible, All(symbol.SelectedBy.Where(IsActive).Select(Off)));
            var values = value == "n" && symbol.Choice is { } choice
                ? Shortest(choice.Symbols.Where(s => s != symbol).SelectMany(s => Symbol(s, "y")))
                : [[new Assignment(symbol, value)]];
            foreach (var plan in Combine(visible, values))
                yield return plan;
        }
    }

    /// <summary>Somebody else turns it on.</summary>
    private IEnumerable<ImmutableArray<Assignment>> ByOthers(Symbol symbol) => symbol.SelectedBy.Concat(symbol.ImpliedBy)
        .SelectMany(s => All([() => Symbol(s.Source, "y"), () => Expression(s.Condition, true), .. Scope(s.Node.Dependency)]));

    private IEnumerable<ImmutableArray<Assignment>> ByDefault(Symbol symbol, string value)
    {
        if (symbol.IsBoolean && value == "n")
        {
            var defaults = symbol.Defaults.Where(d => evaluator.Truth(d) != Tristate.No && evaluator.Truth(d.Value) != Tristate.No)
                .Select<DefaultValue, Func<List<ImmutableArray<Assignment>>>>(d => () => Shortest([.. Expression(d.Condition, false), .. Expression(d.Value, false)]));
            return All([.. defaults, .. symbol.SelectedBy.Where(IsActive).Select(Off)]);
        }

        return symbol.Defaults
            .Where(d => symbol.IsBoolean || (d.Value is SymbolExpression e && evaluator.Text(e.Symbol) == value))
            .SelectMany(d => All([() => Expression(d.Condition, true), () => symbol.IsBoolean ? Expression(d.Value, true) : [Nothing], .. Scope(d.Node.Dependency)]));
    }

    private Func<List<ImmutableArray<Assignment>>> Off(Selection selection) => () => Shortest([.. Symbol(selection.Source, "n"), .. Expression(selection.Condition, false)]);

    private bool IsActive(Selection selection) => evaluator.Truth(selection.Source) != Tristate.No && evaluator.Truth(selection) != Tristate.No;

    private IEnumerable<Func<List<ImmutableArray<Assignment>>>> Scope(Scope scope)
    {
        for (var level = scope; level is not null && evaluator.Truth(level) == Tristate.No; level = level.Parent)
        {
            foreach (var condition in level.Conditions)
                yield return () => Expression(condition.Expression, true);
        }
    }

    private List<ImmutableArray<Assignment>> Expression(Expression? expression, bool wanted)
    {
        if ((evaluator.Truth(expression) != Tristate.No) == wanted)
            return [Nothing];
        return expression switch
        {
            SymbolExpression e => Symbol(e.Symbol, wanted ? "y" : "n"),
            NotExpression e => Expression(e.Operand, !wanted),
            AndExpression e => Both(e.Left, e.Right, wanted, isAll: wanted),
            OrExpression e => Both(e.Left, e.Right, wanted, isAll: !wanted),
            CompareExpression e => Shortest(Comparison(e, wanted)),
            ChoiceExpression e when wanted => Shortest(e.Choice.Prompts.SelectMany(p => All([.. Scope(p.Node.Dependency), .. Scope(p.Node.Visibility), () => Expression(p.Condition, true)]))),
            _ => [],
        };
    }

    private List<ImmutableArray<Assignment>> Both(Expression left, Expression right, bool wanted, bool isAll) => isAll
        ? Combine(Expression(left, wanted), Expression(right, wanted))
        : Shortest([.. Expression(left, wanted), .. Expression(right, wanted)]);

    /// <summary>Gives one side of a comparison the nearest value that fulfils it.</summary>
    private IEnumerable<ImmutableArray<Assignment>> Comparison(CompareExpression e, bool wanted)
    {
        var sign = wanted ? e.Operator : Opposite(e.Operator);
        return (e.Left.IsDefined ? Values(e.Left, sign, evaluator.Text(e.Right)) : [])
            .Concat(e.Right.IsDefined ? Values(e.Right, Mirror(sign), evaluator.Text(e.Left)) : []);
    }

    private IEnumerable<ImmutableArray<Assignment>> Values(Symbol symbol, CompareOperator sign, string other)
    {
        if (symbol.IsBoolean)
            return new[] { "y", "n" }.Where(v => v == other == (sign is CompareOperator.Equal)).SelectMany(v => Symbol(symbol, v));
        if (sign is CompareOperator.NotEqual && symbol.Type == SymbolType.String)
            return [];
        var number = Numbers.Parse(symbol.Type, other);
        var value = (sign, number) switch
        {
            (CompareOperator.Greater or CompareOperator.NotEqual, { } n) => Numbers.Format(symbol.Type, n + 1),
            (CompareOperator.Less, { } n) => Numbers.Format(symbol.Type, n - 1),
            _ => other,
        };
        return Symbol(symbol, value);
    }

    private static CompareOperator Opposite(CompareOperator sign) => sign switch
    {
        CompareOperator.Equal => CompareOperator.NotEqual,
        CompareOperator.NotEqual => CompareOperator.Equal,
        CompareOperator.Less => CompareOperator.GreaterOrEqual,
        CompareOperator.LessOrEqual => CompareOperator.Greater,
        CompareOperator.Greater => CompareOperator.LessOrEqual,
        _ => CompareOperator.Less,
    };

    private static CompareOperator Mirror(CompareOperator sign) => sign switch
    {
        CompareOperator.Less => CompareOperator.Greater,
        CompareOperator.LessOrEqual => CompareOperator.GreaterOrEqual,
        CompareOperator.Greater => CompareOperator.Less,
        CompareOperator.GreaterOrEqual => CompareOperator.LessOrEqual,
        _ => sign,
    };

    private static List<ImmutableArray<Assignment>> All(IEnumerable<Func<List<ImmutableArray<Assignment>>>> parts)
    {
        List<ImmutableArray<Assignment>> result = [Nothing];
        foreach (var part in parts)
        {
            if (result.Count == 0)
                break;
            result = Combine(result, part());
        }

        return result;
    }

    private static List<ImmutableArray<Assignment>> Combine(List<ImmutableArray<Assignment>> first, List<ImmutableArray<Assignment>> second) =>
        Shortest(from a in first from b in second where b.All(x => a.All(y => y.Symbol != x.Symbol || y.Value == x.Value)) select a.AddRange(b.Except(a)));

    private static List<ImmutableArray<Assignment>> Shortest(IEnumerable<ImmutableArray<Assignment>> plans) => [.. plans
        .DistinctBy(static p => string.Join(',', p.Select(static a => string.Create(CultureInfo.InvariantCulture, $"{a.Symbol.Name}={a.Value}")).Order(StringComparer.Ordinal)))
        .OrderBy(static p => p.Length)
        .Take(Width)];
}
