namespace Unikraft.Build.Kconfig;

/// <summary>A choice: of its symbols, exactly one is <c>y</c> while it is visible (at most one if it is optional).</summary>
public sealed class Choice
{
    private readonly List<MenuNode> nodes = [];
    private readonly List<Symbol> symbols = [];
    private readonly HashSet<Symbol> members = [];
    private readonly List<DefaultValue> defaults = [];

    internal Choice(string? name)
    {
        Name = name;
        Selection = new ChoiceSelection(this);
    }

    /// <summary>Gets the name; most choices have none.</summary>
    public string? Name { get; }

    /// <summary>Gets the type: bool, or tristate (several symbols may be <c>m</c>).</summary>
    public SymbolType Type { get; internal set; }

    /// <summary>Gets whether nothing need be chosen.</summary>
    public bool IsOptional { get; internal set; }

    /// <summary>Gets the nodes that define it.</summary>
    public IReadOnlyList<MenuNode> Nodes => nodes;

    /// <summary>Gets the symbols to choose from, in file order.</summary>
    public IReadOnlyList<Symbol> Symbols => symbols;

    /// <summary>Gets its prompts, at most one for each node.</summary>
    public IEnumerable<Prompt> Prompts => nodes.Select(static n => n.Prompt).OfType<Prompt>();

    /// <summary>Gets its defaults; each names one of the symbols.</summary>
    public IReadOnlyList<DefaultValue> Defaults => defaults;

    /// <summary>Stands for "which member is selected" where <c>this</c> stands for "is the choice on".</summary>
    internal ChoiceSelection Selection { get; }

    /// <summary>The cached value; see <see cref="Evaluator" />.</summary>
    internal ChoiceState? State { get; set; }

    internal void Add(MenuNode node) => nodes.Add(node);

    internal void Add(DefaultValue value) => defaults.Add(value);

    internal void Add(Symbol symbol)
    {
        if (members.Add(symbol))
            symbols.Add(symbol);
    }

    internal void Remove(Symbol symbol)
    {
        if (members.Remove(symbol))
            symbols.Remove(symbol);
    }
}
