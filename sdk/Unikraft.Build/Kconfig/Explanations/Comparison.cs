using System.Globalization;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>
/// Compares what was requested with what came out, and says for each difference which dependency it was, where it is written, and what to change.
/// </summary>
internal sealed class Comparison(Evaluator evaluator)
{
    private readonly Blockers blockers = new(evaluator);
    private readonly Inconsistencies inconsistencies = new(evaluator);

    private KconfigTree Tree => evaluator.Tree;

    public IEnumerable<Diagnostic> Compare(IEnumerable<ConfigRequest> requests) =>
        requests.Select(Compare).OfType<Diagnostic>().Concat(inconsistencies.Find());

    private Diagnostic? Compare(ConfigRequest request)
    {
        if (Tree.Find(request.Symbol) is not { } symbol)
            return Unknown(request);
        if (!Evaluator.IsValue(symbol.Type, request.Value))
            return Warning("UK1304", request, $"'{request.Value}' is not a value of the {TypeName(symbol)} symbol {symbol.Name}.", $"{ValueRule(symbol.Type)} It is defined at {symbol.Nodes[0].Place}.");
        var state = evaluator.State(symbol);
        return IsSame(symbol, request.Value, state.Text) ? null : Explain(request, symbol, state);
    }

    private Diagnostic Unknown(ConfigRequest request) => Warning(
        "UK1301",
        request,
        $"No Config.uk defines the symbol {request.Symbol}.",
        NearestName.Propose(request.Symbol, Tree.Symbols.Select(static s => s.Name), "Refer to the library that defines it, or remove the request."));

    private Diagnostic Explain(ConfigRequest request, Symbol symbol, SymbolState state)
    {
        var lost = $"{symbol.Name} is {Show(symbol, state.Text)}, not {Show(symbol, request.Value)}:";
        if (state.Visibility == Tristate.No && !symbol.Prompts.Any())
            return Warning("UK1306", request, $"{lost} it has no prompt and cannot be set.{Selectors(symbol)}", $"Change what it depends on; it is defined at {symbol.Nodes[0].Place}.");
        if (state.Visibility == Tristate.No && blockers.Of(symbol) is { } blocker)
            return Warning("UK1302", request, $"{lost} it needs {blocker.What}, required at {blocker.Place}.", blocker.Remedy);
        if (request.Value == "m" && state.Truth == Tristate.Yes)
            return Warning("UK1304", request, $"{lost} there are no modules here.", "Request y.");
        if (state.Source == ValueSource.Select)
            return Warning("UK1303", request, $"{lost} it is selected.{Selectors(symbol)}", "Turn off what selects it, or remove the request.");
        if (state.Source == ValueSource.Choice)
            return OfChoice(request, symbol, lost);
        if (evaluator.ActiveRange(symbol) is { } range && !evaluator.IsInRange(symbol, request.Value))
            return Warning("UK1305", request, $"{lost} the value must lie between {evaluator.Text(range.Low)} and {evaluator.Text(range.High)}, required at {range.Place}.", "Request a value in that range.");
        return Warning("UK1302", request, $"{lost} its dependencies allow no more.", $"See its definition at {symbol.Nodes[0].Place}.");
    }

    private Diagnostic OfChoice(ConfigRequest request, Symbol symbol, string lost)
    {
        var choice = symbol.Choice!;
        var place = choice.Nodes[0].Place;
        var selected = evaluator.State(choice).Selected;
        return selected == symbol
            ? Warning("UK1307", request, $"{lost} it is the member chosen at {place}, and one must be.", "Request another member of the choice: " + Others(choice, symbol) + ".")
            : Warning("UK1307", request, $"{lost} the choice at {place} takes one member, and {selected?.Name ?? "none"} was requested, too.", "Keep one of the two requests.");
    }

    private static string Others(Choice choice, Symbol symbol) => string.Join(", ", choice.Symbols.Where(s => s != symbol).Select(static s => s.Name));

    private string Selectors(Symbol symbol) => inconsistencies.Selectors(symbol);

    private static bool IsSame(Symbol symbol, string wanted, string value) =>
        wanted == value || (symbol.Type is SymbolType.Int or SymbolType.Hex && Numbers.Parse(symbol.Type, wanted) is { } number && Numbers.Parse(symbol.Type, value) == number);

    internal static string Show(Symbol symbol, string value) => symbol.Type == SymbolType.String ? $"\"{value}\"" : value.Length == 0 ? "empty" : value;

    internal static string TypeName(Symbol symbol) => symbol.Type.ToString().ToLower(CultureInfo.InvariantCulture);

    internal static string ValueRule(SymbolType type) => type switch
    {
        SymbolType.Bool => "Use y or n.",
        SymbolType.Tristate => "Use y, m or n.",
        SymbolType.Int => "Use a decimal number.",
        SymbolType.Hex => "Use a hexadecimal number.",
        _ => "Remove the request.",
    };

    private static Diagnostic Warning(string code, ConfigRequest request, string message, string remedy) =>
        Diagnostic.Warning(code, message, remedy).At(request.File, request.Line);
}
