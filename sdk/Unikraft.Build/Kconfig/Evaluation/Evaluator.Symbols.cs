namespace Unikraft.Build.Kconfig;

/// <content>The rules by which symbols and choices get their values (build-interface 3.3).</content>
public sealed partial class Evaluator
{
    /// <summary>Tells whether a text is a value of a type.</summary>
    public static bool IsValue(SymbolType type, string value) => type switch
    {
        SymbolType.Bool => value is "y" or "n",
        SymbolType.Tristate => value is "y" or "m" or "n",
        SymbolType.Int or SymbolType.Hex => Numbers.Parse(type, value) is not null,
        SymbolType.String => true,
        _ => false,
    };

    /// <summary>Gets the range that counts for a number; null for none.</summary>
    public ValueRange? ActiveRange(Symbol symbol) => symbol.Ranges.FirstOrDefault(r => Truth(r) != Tristate.No);

    /// <summary>Tells whether a number lies in the range that counts for its symbol.</summary>
    public bool IsInRange(Symbol symbol, string value) =>
        Numbers.Parse(symbol.Type, value) is not { } number || Limit(symbol, number) == number;

    private SymbolState Compute(Symbol symbol) => symbol.Type switch
    {
        SymbolType.Bool or SymbolType.Tristate when symbol.IsDefined => ComputeTruth(symbol),
        SymbolType.Int or SymbolType.Hex or SymbolType.String when symbol.IsDefined => ComputeText(symbol),
        _ => new SymbolState(symbol.Name, Tristate.No, Tristate.No, false, ValueSource.None),
    };

    private Tristate VisibilityOf(IEnumerable<Prompt> prompts, SymbolType type)
    {
        var value = Tristate.No;
        foreach (var prompt in prompts)
            value = Max(value, Visibility(prompt));
        return Promote(value, type);
    }

    /// <summary>Where m cannot be, it counts as y.</summary>
    private Tristate Promote(Tristate value, SymbolType type) =>
        value == Tristate.Module && (type != SymbolType.Tristate || !ModulesAreOn) ? Tristate.Yes : value;

    /// <summary>Gets the value a symbol would have without the user's value for it (or for its choice), all others as they are.</summary>
    /// <remarks>Ranges do not count, as with the C tools: a default that its range changes is written into a minimal defconfig.</remarks>
    internal string TextWithoutUser(Symbol symbol) => symbol switch
    {
        { IsBoolean: false } => DefaultText(symbol).Text,
        { Choice: { } choice } when State(choice) is { Mode: Tristate.Yes } => IsDefaultOfChoice(symbol, choice) ? "y" : "n",
        _ => ComputeTruth(symbol, useUser: false).Text,
    };

    /// <summary>A member that is not chosen needs no line: the line of the chosen one says it.</summary>
    private bool IsDefaultOfChoice(Symbol symbol, Choice choice) =>
        !choice.IsOptional && State(choice).Selected == symbol && Select(choice, useUser: false) == symbol;

    private SymbolState ComputeTruth(Symbol symbol, bool useUser = true)
    {
        var visibility = VisibilityOf(symbol.Prompts, symbol.Type);
        var written = visibility != Tristate.No;
        var (value, source, cause) = (Tristate.No, ValueSource.None, (DefaultValue?)null);
        if (symbol.Choice is { } choice && visibility == Tristate.Yes && Mode(choice) == Tristate.Yes)
            (value, source) = (State(choice).Selected == symbol ? Tristate.Yes : Tristate.No, ValueSource.Choice);
        else if (useUser && visibility != Tristate.No && UserTruth(symbol) is { } wanted)
            (value, source) = (Min(wanted, visibility), ValueSource.User);
        else if (symbol.Choice is null)
            (value, source, cause) = DefaultTruth(symbol);

        var selected = Selected(symbol);
        if (selected > value)
            (value, source) = (selected, ValueSource.Select);
        value = Promote(value, symbol.Type);

        // An imply that wants y takes m away from the user, as in Linux 5.2.
        if (value == Tristate.Module && Largest(symbol.ImpliedBy) == Tristate.Yes)
            value = Tristate.Yes;
        written |= value != Tristate.No || selected != Tristate.No;
        var text = value switch { Tristate.Yes => "y", Tristate.Module => "m", _ => "n" };
        return new SymbolState(text, value, visibility, written, source, cause);
    }

    private Tristate? UserTruth(Symbol symbol) => userValues.GetValueOrDefault(symbol) switch
    {
        "y" => Tristate.Yes,
        "m" when symbol.Type == SymbolType.Tristate => Tristate.Module,
        "n" => Tristate.No,
        _ => null,
    };

    private (Tristate Value, ValueSource Source, DefaultValue? Cause) DefaultTruth(Symbol symbol)
    {
        var (value, source, cause) = (Tristate.No, ValueSource.None, (DefaultValue?)null);
        foreach (var property in symbol.Defaults)
        {
            var condition = Truth(property);
            if (condition == Tristate.No)
                continue;
            (value, source, cause) = (Min(condition, Truth(property.Value)), ValueSource.Default, property);
            break;
        }

        // An imply raises the default, but only as far as the dependencies allow.
        var implied = symbol.ImpliedBy.Count == 0 ? Tristate.No : Min(Largest(symbol.ImpliedBy), DirectDependencies(symbol));
        return implied > value ? (implied, ValueSource.Imply, null) : (value, source, cause);
    }

    private SymbolState ComputeText(Symbol symbol)
    {
        var visibility = VisibilityOf(symbol.Prompts, symbol.Type);
        if (visibility != Tristate.No && userValues.TryGetValue(symbol, out var wanted) && IsValue(symbol.Type, wanted) && IsInRange(symbol, wanted))
            return new SymbolState(wanted, Tristate.No, visibility, true, ValueSource.User);

        var (value, cause) = DefaultText(symbol);
        var source = cause is null ? ValueSource.None : ValueSource.Default;
        var written = visibility != Tristate.No || cause is not null;
        if (symbol.Type != SymbolType.String && symbol.Ranges.Count > 0)
        {
            var number = Numbers.Parse(symbol.Type, value) ?? 0;
            if (Limit(symbol, number) is var limited && limited != number)
                (value, source) = (Numbers.Format(symbol.Type, limited), ValueSource.Range);
        }

        return new SymbolState(value, Tristate.No, visibility, written, source, cause);
    }

    private (string Text, DefaultValue? Cause) DefaultText(Symbol symbol)
    {
        var cause = symbol.Defaults.FirstOrDefault(d => Truth(d) != Tristate.No);
        return (cause?.Value is SymbolExpression constant ? Text(constant.Symbol) : "", cause);
    }

    private System.Numerics.BigInteger Limit(Symbol symbol, System.Numerics.BigInteger number)
    {
        if (ActiveRange(symbol) is not { } range)
            return number;
        var low = Numbers.Parse(symbol.Type, Text(range.Low)) ?? 0;
        var high = Numbers.Parse(symbol.Type, Text(range.High)) ?? 0;
        return number < low ? low : number > high ? high : number;
    }

    private Tristate Mode(Choice choice)
    {
        if (choice.State is { } known && known.Generation == generation)
            return known.Mode;
        var visibility = VisibilityOf(choice.Prompts, choice.Type);
        var wanted = UserMode(choice);
        if (!choice.IsOptional)
            wanted = Max(wanted, Tristate.Module);
        var mode = Min(visibility, Promote(wanted, choice.Type));
        choice.State = new ChoiceState(mode, null) { Generation = generation };
        return mode;
    }

    /// <summary>The mode users ask for through the members: y if they want one, m if they want some as modules.</summary>
    private Tristate UserMode(Choice choice)
    {
        if (userChoices.ContainsKey(choice))
            return Tristate.Yes;
        return choice.Symbols.Any(s => userValues.GetValueOrDefault(s) == "m") ? Tristate.Module : Tristate.No;
    }

    /// <summary>The member that a choice takes when no user wants one; null when none can be.</summary>
    internal Symbol? DefaultOf(Choice choice) => Select(choice, useUser: false);

    private Symbol? Select(Choice choice, bool useUser = true)
    {
        if (useUser && userChoices.TryGetValue(choice, out var wanted) && IsSelectable(wanted))
            return wanted;
        foreach (var property in choice.Defaults)
        {
            if (Truth(property) != Tristate.No && property.Value is SymbolExpression { Symbol: var member } && member.Choice == choice && IsSelectable(member))
                return member;
        }

        return choice.Symbols.FirstOrDefault(IsSelectable);
    }

    private bool IsSelectable(Symbol member) => VisibilityOf(member.Prompts, member.Type) == Tristate.Yes;
}
