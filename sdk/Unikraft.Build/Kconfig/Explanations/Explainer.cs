using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig;

/// <summary>Explains symbols of a configuration: value, who set it, what blocks a wanted value, and the smallest change that would allow it.</summary>
public sealed class Explainer
{
    /// <summary>More names help nobody; the number of the others is said.</summary>
    private const int MostEffects = 6;

    private readonly Configuration configuration;
    private readonly Evaluator evaluator;
    private readonly ChangeFinder finder;

    /// <summary>Creates an explainer; the configuration is as before after every explanation.</summary>
    public Explainer(Configuration configuration)
    {
        this.configuration = configuration;
        evaluator = configuration.Evaluator;
        finder = new ChangeFinder(configuration);
    }

    /// <summary>Explains a symbol by its name (UK1301 when nothing defines it, UK1304 when the wanted value is none of its type).</summary>
    /// <param name="name">The name, with or without <c>CONFIG_</c>.</param>
    /// <param name="wanted">The value to explain the way to; null for what was requested in vain, else the opposite of a bool.</param>
    public Result<Explanation> Explain(string name, string? wanted = null)
    {
        name = Projects.ConfigCondition.StripPrefix(name);
        if (configuration.Tree.Find(name) is not { } symbol)
        {
            return Result.Failed<Explanation>(Diagnostic.Error(
                "UK1301",
                $"No Config.uk defines the symbol {name}.",
                NearestName.Propose(name, configuration.Tree.Symbols.Select(static s => s.Name), "Refer to the library that defines it, or correct the name.")));
        }

        return wanted is null || Evaluator.IsValue(symbol.Type, wanted)
            ? Result.Of(Explain(symbol, wanted))
            : Result.Failed<Explanation>(Diagnostic.Error("UK1304", $"'{wanted}' is not a value of the {TypeName(symbol)} symbol {symbol.Name}.", Comparison.ValueRule(symbol.Type)));
    }

    /// <summary>Explains a symbol.</summary>
    public Explanation Explain(Symbol symbol, string? wanted = null)
    {
        var state = evaluator.State(symbol);
        var request = configuration.RequestOf(symbol);
        wanted ??= request is not null && request.Value != state.Text && Evaluator.IsValue(symbol.Type, request.Value) ? request.Value : symbol.IsBoolean ? state.Text == "n" ? "y" : "n" : null;
        var changes = wanted is null || wanted == state.Text ? null : finder.Find(symbol, wanted);
        IEnumerable<string> lines =
        [
            $"{symbol.Name} = {Show(symbol, state.Text)}",
            $"  {TypeName(symbol)}{(symbol.Prompts.FirstOrDefault() is { } prompt ? $" \"{prompt.Text}\"" : " without a prompt")}, defined at {string.Join(", ", symbol.Nodes.Select(static n => n.Place))}",
            $"  value: {Setter(symbol, state)}",
            .. request is not null && request.Value != state.Text ? [$"  requested: {Show(symbol, request.Value)} at {PlaceOf(request)}, not taken"] : Array.Empty<string>(),
            .. Conditions(symbol),
            .. Relations("selected by", symbol.SelectedBy, static s => s.Source),
            .. Relations("implied by", symbol.ImpliedBy, static s => s.Source),
            .. Ranges(symbol),
            .. Ways(symbol, state, wanted, changes),
        ];
        return new Explanation(symbol, wanted, changes, [.. lines]);
    }

    private string Setter(Symbol symbol, SymbolState state) => state.Source switch
    {
        ValueSource.User when configuration.RequestOf(symbol) is { } request && request.Value == state.Text => $"set at {PlaceOf(request)}",
        ValueSource.User => "set by you",
        ValueSource.Default => $"default at {state.Cause!.Place}{(state.Cause.Condition is { } condition ? $", because {condition}" : "")}",
        ValueSource.Range => $"the end of its range at {evaluator.ActiveRange(symbol)!.Place} that is nearest to the default at {state.Cause?.Place ?? symbol.Nodes[0].Place}",
        ValueSource.Select => "selected by " + Active(symbol.SelectedBy),
        ValueSource.Imply => "implied by " + Active(symbol.ImpliedBy),
        ValueSource.Choice => OfChoice(symbol),
        _ when symbol.IsBoolean || state.IsWritten => "no default counts, and nobody sets it",
        _ => "none: no default counts, and it cannot be set",
    };

    private string OfChoice(Symbol symbol)
    {
        var choice = symbol.Choice!;
        var selected = evaluator.State(choice).Selected;
        var place = choice.Nodes[0].Place;
        if (selected != symbol)
            return $"the choice at {place} is {selected?.Name ?? "open"}";
        return configuration.RequestOf(symbol) is { Value: "y" } request ? $"chosen at {PlaceOf(request)}" : $"what the choice at {place} takes when nobody chooses";
    }

    private string Active(IEnumerable<Selection> selections) =>
        string.Join(", ", selections.Where(s => evaluator.Truth(s.Source) != Tristate.No && evaluator.Truth(s) != Tristate.No).Select(static s => $"{s.Source.Name} at {s.Place}"));

    /// <summary>All conditions of the definitions and prompts, outermost first; those that do not hold are what blocks.</summary>
    private IEnumerable<string> Conditions(Symbol symbol)
    {
        var said = new HashSet<Scope.Condition>();
        foreach (var node in symbol.Nodes)
        {
            foreach (var condition in Chain(node.Dependency).Where(c => c.Expression is not ChoiceExpression && said.Add(c)))
                yield return $"  depends on {Holds(condition.Expression)}  {condition.Place}";
            foreach (var condition in Chain(node.Visibility).Where(said.Add))
                yield return $"  visible if {Holds(condition.Expression)}  {condition.Place}";
            if (node.Prompt is { Condition: { } own } prompt)
                yield return $"  prompt if {Holds(own)}  {prompt.Place}";
        }
    }

    private static IEnumerable<Scope.Condition> Chain(Scope scope)
    {
        var levels = new Stack<Scope>();
        for (var level = scope; level is not null; level = level.Parent)
            levels.Push(level);
        return levels.SelectMany(static l => l.Conditions);
    }

    private string Holds(Expression expression) => evaluator.Truth(expression) == Tristate.No ? $"{expression}: BLOCKS, is n{Values(expression)}" : $"{expression}: holds";

    private string Values(Expression expression)
    {
        var symbols = DependencyOrder.Leaves(expression).OfType<Symbol>().Where(UndefinedSymbols.IsNameOrDefined).Distinct().Take(MostEffects)
            .Select(s => s.IsDefined ? $"{s.Name} = {Show(s, evaluator.Text(s))}" : $"nothing defines {s.Name}").ToList();
        return symbols.Count == 0 ? "" : $" ({string.Join(", ", symbols)})";
    }

    private IEnumerable<string> Relations(string verb, IEnumerable<Selection> selections, Func<Selection, Symbol> other) =>
        selections.Select(s => $"  {verb} {other(s).Name} = {evaluator.Text(other(s))}{(s.Condition is { } c ? $" if {c}" : "")}  {s.Place}");

    private IEnumerable<string> Ranges(Symbol symbol) =>
        evaluator.ActiveRange(symbol) is { } range ? [$"  from {evaluator.Text(range.Low)} to {evaluator.Text(range.High)}  {range.Place}"] : [];

    private IEnumerable<string> Ways(Symbol symbol, SymbolState state, string? wanted, ImmutableArray<Assignment>? changes)
    {
        if (wanted is null)
            yield break;
        var goal = $"  to get {Show(symbol, wanted)}:";
        if (wanted == state.Text)
        {
            yield return $"{goal} nothing, it is the value";
        }
        else if (changes is not { } plan)
        {
            yield return $"{goal} no UkConfig items can do that";
        }
        else
        {
            foreach (var rival in plan.SelectMany(Rivals))
                yield return $"{goal} without the request of {rival.Symbol} at {PlaceOf(rival)}";
            foreach (var step in plan)
                yield return $"{goal} {step}{(configuration.RequestOf(step.Symbol) is { File: not null } request ? $" instead of what is at {PlaceOf(request)}" : "")}";
            var effects = finder.Effects(plan).Where(e => plan.All(s => s.Symbol != e.Symbol) && e.Symbol != symbol).ToList();
            if (effects.Count > 0)
                yield return $"  that also changes {string.Join(", ", effects.Take(MostEffects).Select(e => $"{e.Symbol.Name} {Show(e.Symbol, e.Before)} -> {Show(e.Symbol, e.After)}"))}{(effects.Count > MostEffects ? $" and {effects.Count - MostEffects} more" : "")}";
        }
    }

    /// <summary>The requests for other members of the same choice: of two, only the last one counts.</summary>
    private IEnumerable<Projects.ConfigRequest> Rivals(Assignment step) => step is { Value: "y", Symbol.Choice: { } choice }
        ? choice.Symbols.Where(s => s != step.Symbol).Select(configuration.RequestOf).OfType<Projects.ConfigRequest>().Where(static r => r.Value == "y")
        : [];

    private static string PlaceOf(Projects.ConfigRequest request) => request.File is null ? "the platform" : request.Line == 0 ? request.File : $"{request.File}:{request.Line}";

    private static string Show(Symbol symbol, string value) => Comparison.Show(symbol, value);

    private static string TypeName(Symbol symbol) => Comparison.TypeName(symbol);
}
