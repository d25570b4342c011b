using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unikraft.Build.Kconfig;

/// <summary>
/// Computes values from a tree and the values users gave. Values are computed when they are asked for and kept until a user value changes.
/// </summary>
/// <remarks>A tree serves one evaluator at a time, on one thread.</remarks>
public sealed partial class Evaluator
{
    private static int lastGeneration;

    private Dictionary<Symbol, string> userValues = [];
    private Dictionary<Choice, Symbol> userChoices = [];
    private int generation;
    private bool? modulesAreOn;

    /// <summary>Creates an evaluator without user values.</summary>
    public Evaluator(KconfigTree tree)
    {
        Tree = tree;
        Invalidate();
    }

    /// <summary>Gets the tree.</summary>
    public KconfigTree Tree { get; }

    /// <summary>Gets or sets what users want, all of it at once; later changes do not reach what was handed out.</summary>
    internal (ImmutableDictionary<Symbol, string> Symbols, ImmutableDictionary<Choice, Symbol> Choices) UserValues
    {
        get => (userValues.ToImmutableDictionary(), userChoices.ToImmutableDictionary());
        set
        {
            (userValues, userChoices) = (new Dictionary<Symbol, string>(value.Symbols), new Dictionary<Choice, Symbol>(value.Choices));
            Invalidate();
        }
    }

    /// <summary>
    /// Whether there are modules. The symbol that says so may itself depend on what m means; to find its value, modules are off, and all others are computed anew after.
    /// </summary>
    private bool ModulesAreOn
    {
        get
        {
            if (modulesAreOn is null && Tree.Modules is { } modules)
            {
                modulesAreOn = false;
                SetModules(Truth(modules) != Tristate.No);
            }

            return modulesAreOn ?? false;
        }
    }

    /// <summary>Sets the value a user wants; null takes it back. It counts while the symbol is visible and the value is one of its type.</summary>
    public void SetUserValue(Symbol symbol, string? value)
    {
        if (value is null)
            userValues.Remove(symbol);
        else
            userValues[symbol] = value;
        if (symbol.Choice is { } choice)
        {
            if (value == "y")
                userChoices[choice] = symbol;
            else if (userChoices.TryGetValue(choice, out var chosen) && chosen == symbol)
                userChoices.Remove(choice);
        }

        Invalidate();
    }

    /// <summary>Gets the value a user wants; null for none.</summary>
    public string? UserValue(Symbol symbol) => userValues.GetValueOrDefault(symbol);

    /// <summary>Computes all values in an order in which each comes after those it depends on, so that nothing recurses deeply.</summary>
    internal void EvaluateAll(IReadOnlyList<Symbol> order)
    {
        if (Tree.Modules is { } modules && modulesAreOn is null)
        {
            modulesAreOn = false;
            foreach (var symbol in order.TakeWhile(s => s != modules))
                State(symbol);
            SetModules(Truth(modules) != Tristate.No);
        }

        foreach (var symbol in order)
            State(symbol);
    }

    /// <summary>Gets value, visibility and source of a symbol.</summary>
    public SymbolState State(Symbol symbol)
    {
        if (symbol.State is { } known && known.Generation == generation)
            return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return symbol.State = Compute(symbol) with { Generation = generation };
    }

    /// <summary>Gets the value of a choice.</summary>
    public ChoiceState State(Choice choice)
    {
        if (choice.State is { } known && known.Generation == generation && known.IsComplete)
            return known;
        var mode = Mode(choice);
        return choice.State = new ChoiceState(mode, mode == Tristate.Yes ? Select(choice) : null) { Generation = generation, IsComplete = true };
    }

    /// <summary>Gets the truth value of a symbol.</summary>
    public Tristate Truth(Symbol symbol) => symbol.IsQuoted ? ConstantTruth(symbol) : State(symbol).Truth;

    /// <summary>Gets the text value of a symbol.</summary>
    public string Text(Symbol symbol) => symbol.IsQuoted ? symbol.Name : State(symbol).Text;

    /// <summary>Gets the value of an expression; null counts as <c>y</c>.</summary>
    public Tristate Truth(Expression? expression) => expression switch
    {
        null => Tristate.Yes,
        SymbolExpression e => Truth(e.Symbol),
        ModuleExpression => ModulesAreOn ? Tristate.Module : Tristate.No,
        ChoiceExpression e => Mode(e.Choice),
        NotExpression e => Not(Truth(e.Operand)),
        AndExpression e => Truth(e.Left) is var left && left == Tristate.No ? left : Min(left, Truth(e.Right)),
        OrExpression e => Truth(e.Left) is var left && left == Tristate.Yes ? left : Max(left, Truth(e.Right)),
        CompareExpression e => Compare(e) ? Tristate.Yes : Tristate.No,
        _ => throw new InvalidOperationException("Unknown kind of expression."),
    };

    /// <summary>Gets the value of all conditions of a scope and of those around it.</summary>
    public Tristate Truth(Scope scope)
    {
        // Upwards to the first level that is known, then down again: no recursion, however deep the nesting is.
        var pending = new Stack<Scope>();
        var value = Tristate.Yes;
        for (var level = scope; level is not null; level = level.Parent)
        {
            if (level.Cache.Generation == generation)
            {
                value = level.Cache.Value;
                break;
            }

            pending.Push(level);
        }

        while (pending.TryPop(out var level))
        {
            foreach (var condition in level.Conditions)
            {
                if (value == Tristate.No)
                    break;
                value = Min(value, Truth(condition.Expression));
            }

            level.Cache = (generation, value);
        }

        return value;
    }

    /// <summary>Gets the value under which a property counts: its condition and the dependencies of its node.</summary>
    public Tristate Truth(Property property) => Truth(property.Node.Dependency) is var outer && outer == Tristate.No ? outer : Min(outer, Truth(property.Condition));

    /// <summary>Gets the value up to which a prompt lets the user set its symbol.</summary>
    public Tristate Visibility(Prompt prompt) => Truth(prompt) is var value && value == Tristate.No ? value : Min(value, Truth(prompt.Node.Visibility));

    /// <summary>Gets the direct dependencies of a symbol: those of the definition that allows most.</summary>
    public Tristate DirectDependencies(Symbol symbol)
    {
        var value = Tristate.No;
        foreach (var node in symbol.Nodes)
            value = Max(value, Truth(node.Dependency));
        return value;
    }

    /// <summary>Gets the value that selects force on a symbol.</summary>
    public Tristate Selected(Symbol symbol) => Largest(symbol.SelectedBy);

    private void Invalidate()
    {
        generation = Interlocked.Increment(ref lastGeneration);
        modulesAreOn = null;
    }

    private void SetModules(bool areOn)
    {
        Invalidate();
        modulesAreOn = areOn;
    }

    private Tristate Largest(IEnumerable<Selection> selections)
    {
        var value = Tristate.No;
        foreach (var selection in selections)
        {
            if (value == Tristate.Yes)
                break;
            value = Max(value, Min(Truth(selection.Source), Truth(selection)));
        }

        return value;
    }

    private bool Compare(CompareExpression e)
    {
        var (left, right) = (Text(e.Left), Text(e.Right));
        var order = string.CompareOrdinal(left, right);
        var bothTexts = e.Left.Type == SymbolType.String && e.Right.Type == SymbolType.String;
        if (!bothTexts && Numbers.ForComparison(e.Left.Type, left) is { } a && Numbers.ForComparison(e.Right.Type, right) is { } b)
            order = BigInteger.Compare(a, b);
        return e.Operator switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.NotEqual => order != 0,
            CompareOperator.Less => order < 0,
            CompareOperator.LessOrEqual => order <= 0,
            CompareOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static Tristate ConstantTruth(Symbol constant) => constant.Name switch
    {
        "y" => Tristate.Yes,
        "m" => Tristate.Module,
        _ => Tristate.No,
    };

    private static Tristate Not(Tristate a) => (Tristate)((int)Tristate.Yes - (int)a);

    private static Tristate Min(Tristate a, Tristate b) => a < b ? a : b;

    private static Tristate Max(Tristate a, Tristate b) => a > b ? a : b;
}
