namespace Unikraft.Build.Kconfig;

/// <summary>An open menu: some of the children of a node. A <c>menuconfig</c> holds those of its siblings that depend on it.</summary>
/// <param name="Parent">The node whose children it shows.</param>
/// <param name="Owner">The entry that opened it; the same as <paramref name="Parent" /> unless that is a <c>menuconfig</c>.</param>
/// <param name="From">The first child.</param>
/// <param name="To">The child after the last one.</param>
/// <param name="Depth">The depth of its entries among the children of the node.</param>
internal sealed record MenuLevel(MenuNode Parent, MenuNode Owner, int From, int To, int Depth)
{
    public string Title => Owner.Prompt?.Text ?? "";

    /// <summary>Gets or sets the line that is marked.</summary>
    public int Cursor { get; set; }

    public static MenuLevel Of(MenuNode node) => new(node, node, 0, node.Children.Count, 0);

    /// <summary>Gets the menus to open one after the other until an entry is shown.</summary>
    public static IEnumerable<MenuLevel> PathTo(MenuNode node)
    {
        var ancestors = new Stack<MenuNode>();
        for (var level = node; level.Parent is not null; level = level.Parent)
            ancestors.Push(level);
        return ancestors.SelectMany(StepsTo);
    }

    /// <summary>The parent's own menu, then those of every <c>menuconfig</c> the entry stands below.</summary>
    private static IEnumerable<MenuLevel> StepsTo(MenuNode node)
    {
        var parent = node.Parent!;
        yield return Of(parent);
        var depths = ImplicitMenus.Depths(parent);
        var index = parent.Children.ToList().IndexOf(node);
        for (var i = 0; i < index; i++)
        {
            if (parent.Children[i].IsMenuConfig && End(depths, i) > index)
                yield return new MenuLevel(parent, parent.Children[i], i + 1, End(depths, i), depths[i] + 1);
        }
    }

    /// <summary>Gets the child after the last one that stands below a child.</summary>
    public static int End(IReadOnlyList<int> depths, int index)
    {
        var end = index + 1;
        while (end < depths.Count && depths[end] > depths[index])
            end++;
        return end;
    }
}
