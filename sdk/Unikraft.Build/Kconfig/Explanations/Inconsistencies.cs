using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig;

/// <summary>What the files themselves get wrong in a configuration, whoever requested it: everything other tools pass over in silence (build-interface 3.3).</summary>
internal sealed class Inconsistencies(Evaluator evaluator)
{
    private readonly Blockers blockers = new(evaluator);

    private KconfigTree Tree => evaluator.Tree;

    public IEnumerable<Diagnostic> Find() => Tree.Symbols.SelectMany(Find).Concat(UndefinedSymbols.Find(Tree).Select(Undefined));

    /// <summary>Names the active selects of a symbol as a sentence; empty when there is none.</summary>
    public string Selectors(Symbol symbol)
    {
        var active = symbol.SelectedBy.Where(IsActive).Select(static s => $"{s.Source.Name} ({s.Place})").ToList();
        return active.Count == 0 ? "" : $" {string.Join(", ", active)} {(active.Count == 1 ? "selects" : "select")} it.";
    }

    private bool IsActive(Selection selection) => evaluator.Truth(selection.Source) != Tristate.No && evaluator.Truth(selection) != Tristate.No;

    private IEnumerable<Diagnostic> Find(Symbol symbol)
    {
        var state = evaluator.State(symbol);
        if (symbol.Selects.Count > 0 || symbol.Implies.Count > 0)
        {
            foreach (var diagnostic in SelectsOfNobody(symbol))
                yield return diagnostic;
        }

        if (symbol.SelectedBy.Count > 0 && evaluator.Selected(symbol) > evaluator.DirectDependencies(symbol))
            yield return UnmetSelect(symbol);
        switch (symbol.Type)
        {
            case SymbolType.Int or SymbolType.Hex when state is { Source: ValueSource.Range, Cause: { Value: SymbolExpression value } cause }:
                yield return Warn("UK1305", cause.Place, $"The default {evaluator.Text(value.Symbol)} of {symbol.Name} is out of its range; {state.Text} is used.", "Correct the default or the range.");
                break;
            case SymbolType.Int or SymbolType.Hex when state is { IsWritten: true, Text: "" }:
                yield return Warn("UK1313", symbol.Nodes[0].Place, $"{symbol.Name} has no value: it has no default, and nobody sets it. Its C macro is empty.", $"Give it a default, or add <UkConfig Include=\"{symbol.Name}\" Value=\"...\" />.");
                break;
            case SymbolType.Tristate when state is { Truth: Tristate.Yes, Cause: { } cause } && evaluator.Truth(cause.Value) == Tristate.Module:
                yield return Warn("UK1314", cause.Place, $"The default of {symbol.Name} is m, but there are no modules; y is used.", "Write 'default y'.");
                break;
        }
    }

    private IEnumerable<Diagnostic> SelectsOfNobody(Symbol symbol)
    {
        foreach (var selection in symbol.Selects.Where(s => !s.Target.IsDefined && IsActive(s)))
            yield return OfNobody("UK1309", selection, "selects", "Refer to the library that defines it, or remove the 'select'.");
        foreach (var selection in symbol.Implies.Where(s => !s.Target.IsDefined && IsActive(s)))
            yield return OfNobody("UK1311", selection, "implies", "Refer to the library that defines it, or remove the 'imply'.");
    }

    private Diagnostic OfNobody(string code, Selection selection, string verb, string remedy) => Warn(
        code,
        selection.Place,
        $"{selection.Source.Name} {verb} {selection.Target.Name}, which nothing defines.",
        Propose(selection.Target, remedy));

    private Diagnostic UnmetSelect(Symbol symbol)
    {
        var missing = blockers.OfDependencies(symbol);
        return Warn(
            "UK1308",
            symbol.SelectedBy.First(IsActive).Place,
            $"{symbol.Name} is selected although it needs {missing?.What ?? "something that is off"}, required at {missing?.Place ?? symbol.Nodes[0].Place}.{Selectors(symbol)}",
            missing?.Remedy ?? "Turn off what selects it.");
    }

    private Diagnostic Undefined((Symbol Symbol, Place Place) mention) => Warn(
        "UK1312",
        mention.Place,
        $"A condition names {mention.Symbol.Name}, which nothing defines; it is always n.",
        Propose(mention.Symbol, "Refer to the library that defines it, or remove the condition."));

    private string Propose(Symbol symbol, string otherwise) => NearestName.Propose(symbol.Name, Tree.Symbols.Select(static s => s.Name), otherwise);

    private static Diagnostic Warn(string code, Place place, string message, string remedy) => Diagnostic.Warning(code, message, remedy).At(place.File, place.Line);
}
