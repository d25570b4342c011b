using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>The values a user changes in a menu, and how they get into the file of the project.</summary>
/// <param name="configuration">The configuration; it takes each value at once.</param>
/// <param name="fixedRequests">What the project file or the platform says: a menu cannot change that.</param>
/// <param name="inFile">The symbols that have a line in the file.</param>
internal sealed class MenuEdits(Configuration configuration, IEnumerable<ConfigRequest> fixedRequests, IEnumerable<string> inFile)
{
    private readonly Dictionary<string, ConfigRequest> locks = fixedRequests.GroupBy(static r => ConfigCondition.StripPrefix(r.Symbol)).ToDictionary(static g => g.Key, static g => g.Last());
    private readonly HashSet<string> lines = [.. inFile.Select(ConfigCondition.StripPrefix)];
    private readonly Dictionary<Symbol, string?> before = [];

    private Evaluator Evaluator => configuration.Evaluator;

    /// <summary>Gets whether a value is another one than when the menu was opened, or last saved.</summary>
    public bool HasChanges => before.Any(b => Evaluator.UserValue(b.Key) != b.Value);

    /// <summary>Gets how many symbols were changed.</summary>
    public int Count => before.Count(b => Evaluator.UserValue(b.Key) != b.Value);

    /// <summary>Gives a symbol a value; says why when that cannot be, null when it was done.</summary>
    public string? Set(Symbol symbol, string value)
    {
        var state = Evaluator.State(symbol);
        if (locks.TryGetValue(symbol.Name, out var request))
            return $"{symbol.Name} is set {(request.File is null ? "by the platform" : $"at {request.File}:{request.Line}")}. Change it there.";
        if (!Evaluator.IsValue(symbol.Type, value))
            return $"'{value}' is not a value of a {Comparison.TypeName(symbol)} symbol. {Comparison.ValueRule(symbol.Type)}";
        if (state.Visibility == Tristate.No)
            return $"{symbol.Name} cannot be set now. Press ? to see what blocks it.";
        if (symbol.Choice is { } mine && value == "n" && Evaluator.State(mine) is { Mode: Tristate.Yes, Selected: var chosen } && chosen == symbol && !mine.IsOptional)
            return "One entry of the choice must be on. Turn on another one.";
        if (symbol.Choice is { } choice && choice.Symbols.FirstOrDefault(s => s != symbol && locks.GetValueOrDefault(s.Name) is { Value: "y" }) is { } other)
            return $"The choice is made at {locks[other.Name].File}:{locks[other.Name].Line}. Change it there.";
        if (!symbol.IsBoolean && !Evaluator.IsInRange(symbol, value) && Evaluator.ActiveRange(symbol) is { } range)
            return $"The value must lie between {Evaluator.Text(range.Low)} and {Evaluator.Text(range.High)}.";
        Take(symbol, value);
        return Evaluator.Text(symbol) == value ? null : $"{symbol.Name} stays {Evaluator.Text(symbol)}. Press ? to see why.";
    }

    /// <summary>Gets what to change in the file: a line for each changed symbol; null for a line that goes.</summary>
    public List<(string Symbol, string? Line)> Lines() =>
        [.. before.Where(b => Evaluator.UserValue(b.Key) != b.Value).Select(b => b.Key).OrderBy(static s => s.Nodes[0].Place.File, StringComparer.Ordinal).ThenBy(static s => s.Nodes[0].Place.Line)
            .Select(s => (s.Name, NeedsLine(s) ? ConfigurationWriter.Line(s, Evaluator.UserValue(s)!) : null))];

    /// <summary>Begins anew from what was saved.</summary>
    public void Saved()
    {
        foreach (var (symbol, line) in before.Keys.Select(s => (s, NeedsLine(s))).ToList())
        {
            if (line)
                lines.Add(symbol.Name);
            else
                lines.Remove(symbol.Name);
        }

        before.Clear();
    }

    /// <summary>A value that is the default needs no line, but one that somebody wrote stays.</summary>
    private bool NeedsLine(Symbol symbol) =>
        Evaluator.UserValue(symbol) is { } value && (lines.Contains(symbol.Name) || value != Evaluator.TextWithoutUser(symbol));

    private void Take(Symbol symbol, string value)
    {
        Remember(symbol);
        // Who chooses one member takes the choice of another one back: two lines would contradict each other.
        foreach (var other in symbol.Choice is { } choice && value == "y" ? choice.Symbols.Where(s => s != symbol && Evaluator.UserValue(s) is not null).ToList() : [])
        {
            Remember(other);
            Evaluator.SetUserValue(other, null);
        }

        Evaluator.SetUserValue(symbol, value);
        configuration.Evaluate();
    }

    private void Remember(Symbol symbol) => before.TryAdd(symbol, Evaluator.UserValue(symbol));
}
