namespace Unikraft.Build.Kconfig;

/// <summary>
/// A symbol with all that its definitions say together, in file order. A name that is only mentioned is a symbol without nodes; so is a constant.
/// </summary>
public sealed class Symbol
{
    private Growing<MenuNode> nodes;
    private Growing<DefaultValue> defaults;
    private Growing<ValueRange> ranges;
    private Growing<Selection> selects;
    private Growing<Selection> implies;
    private Growing<Selection> selectedBy;
    private Growing<Selection> impliedBy;

    internal Symbol(string name, bool isQuoted)
    {
        Name = name;
        IsQuoted = isQuoted;
    }

    /// <summary>Gets the name without <c>CONFIG_</c>, or the text of a constant.</summary>
    public string Name { get; }

    /// <summary>Gets whether it is a constant in quotes. The constants y, m and n count as quoted, too.</summary>
    public bool IsQuoted { get; }

    /// <summary>Gets the type.</summary>
    public SymbolType Type { get; internal set; }

    /// <summary>Gets the choice it is a member of; null for none.</summary>
    public Choice? Choice { get; internal set; }

    /// <summary>Gets the nodes that define it.</summary>
    public IReadOnlyList<MenuNode> Nodes => nodes.Items;

    /// <summary>Gets its prompts, at most one for each node.</summary>
    public IEnumerable<Prompt> Prompts => nodes.Items.Select(static n => n.Prompt).OfType<Prompt>();

    /// <summary>Gets its defaults; the first that counts gives the value.</summary>
    public IReadOnlyList<DefaultValue> Defaults => defaults.Items;

    /// <summary>Gets its ranges; the first that counts limits the value.</summary>
    public IReadOnlyList<ValueRange> Ranges => ranges.Items;

    /// <summary>Gets what it selects.</summary>
    public IReadOnlyList<Selection> Selects => selects.Items;

    /// <summary>Gets what it implies.</summary>
    public IReadOnlyList<Selection> Implies => implies.Items;

    /// <summary>Gets who selects it.</summary>
    public IReadOnlyList<Selection> SelectedBy => selectedBy.Items;

    /// <summary>Gets who implies it.</summary>
    public IReadOnlyList<Selection> ImpliedBy => impliedBy.Items;

    /// <summary>Gets whether it stays <c>y</c> where all others are set to <c>n</c> (<c>option allnoconfig_y</c>).</summary>
    public bool IsKeptOn { get; internal set; }

    /// <summary>Gets whether something defines it.</summary>
    public bool IsDefined => nodes.Items.Count > 0;

    /// <summary>Gets whether its value is a truth value.</summary>
    public bool IsBoolean => Type is SymbolType.Bool or SymbolType.Tristate;

    /// <summary>The cached value; see <see cref="Evaluator" />.</summary>
    internal SymbolState? State { get; set; }

    internal void Add(MenuNode node) => nodes.Add(node);

    internal void Add(DefaultValue value) => defaults.Add(value);

    internal void Add(ValueRange range) => ranges.Add(range);

    internal void AddSelect(Selection selection)
    {
        selects.Add(selection);
        selection.Target.selectedBy.Add(selection);
    }

    internal void AddImply(Selection selection)
    {
        implies.Add(selection);
        selection.Target.impliedBy.Add(selection);
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}
