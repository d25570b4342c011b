namespace Unikraft.Build.Kconfig;

/// <summary>One entry as it stands in a file. A symbol that is defined twice has two nodes.</summary>
public sealed class MenuNode
{
    private Growing<MenuNode> children;

    internal MenuNode(MenuNodeKind kind, Place place, Scope dependency, Scope visibility)
    {
        Kind = kind;
        Place = place;
        Dependency = dependency;
        Visibility = visibility;
    }

    /// <summary>Gets what the node is.</summary>
    public MenuNodeKind Kind { get; }

    /// <summary>Gets where it is written.</summary>
    public Place Place { get; }

    /// <summary>Gets its dependencies: enclosing <c>if</c>, <c>menu</c>, <c>choice</c>, and its own <c>depends on</c>.</summary>
    public Scope Dependency { get; }

    /// <summary>Gets the <c>visible if</c> conditions; they hide prompts but do not change values.</summary>
    public Scope Visibility { get; }

    /// <summary>Gets the symbol of a <see cref="MenuNodeKind.Symbol" /> node.</summary>
    public Symbol? Symbol { get; internal init; }

    /// <summary>Gets the choice of a <see cref="MenuNodeKind.Choice" /> node.</summary>
    public Choice? Choice { get; internal init; }

    /// <summary>Gets whether it was written <c>menuconfig</c>.</summary>
    public bool IsMenuConfig { get; internal init; }

    /// <summary>Gets title or prompt; null for an invisible symbol.</summary>
    public Prompt? Prompt { get; internal set; }

    /// <summary>Gets the help text, without indentation; null for none.</summary>
    public string? Help { get; internal set; }

    /// <summary>Gets the enclosing menu or choice; null for the root.</summary>
    public MenuNode? Parent { get; internal set; }

    /// <summary>Gets the entries inside, in file order.</summary>
    public IReadOnlyList<MenuNode> Children => children.Items;

    internal void Add(MenuNode child)
    {
        child.Parent = this;
        children.Add(child);
    }
}
