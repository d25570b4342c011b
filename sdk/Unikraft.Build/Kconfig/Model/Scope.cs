namespace Unikraft.Build.Kconfig;

/// <summary>
/// The conditions something stands under: those of the enclosing blocks and its own. A chain of scopes instead of one growing expression keeps
/// deep nesting linear, remembers the place of each condition, and lets values be cached for each level.
/// </summary>
/// <param name="parent">The enclosing scope; null at the top.</param>
public sealed class Scope(Scope? parent)
{
    private Growing<Condition> conditions;

    /// <summary>Gets the enclosing scope.</summary>
    public Scope? Parent { get; } = parent;

    /// <summary>Gets the conditions of this level; all must hold.</summary>
    public IReadOnlyList<Condition> Conditions => conditions.Items;

    /// <summary>The cached value and the generation it was computed in.</summary>
    internal (int Generation, Tristate Value) Cache { get; set; } = (-1, Tristate.No);

    internal void Add(Expression expression, Place place) => conditions.Add(new Condition(expression, place));

    /// <summary>A condition and where it is written.</summary>
    /// <param name="Expression">The condition.</param>
    /// <param name="Place">Its place.</param>
    public sealed record Condition(Expression Expression, Place Place);
}
