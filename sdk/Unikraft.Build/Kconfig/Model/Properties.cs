namespace Unikraft.Build.Kconfig;

/// <summary>A property of a symbol or choice. It counts while its own condition and the dependencies of its node hold.</summary>
/// <param name="Condition">The expression after <c>if</c>; null for always.</param>
/// <param name="Node">The node the property is written in.</param>
/// <param name="Place">Where it is written.</param>
public abstract record Property(Expression? Condition, MenuNode Node, Place Place);

/// <summary>A prompt: makes a value settable, and visible in menus.</summary>
/// <param name="Text">The title.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Node">The node.</param>
/// <param name="Place">The place.</param>
public sealed record Prompt(string Text, Expression? Condition, MenuNode Node, Place Place) : Property(Condition, Node, Place);

/// <summary>A <c>default</c>.</summary>
/// <param name="Value">The value; for numbers and texts a single symbol or constant.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Node">The node.</param>
/// <param name="Place">The place.</param>
public sealed record DefaultValue(Expression Value, Expression? Condition, MenuNode Node, Place Place) : Property(Condition, Node, Place);

/// <summary>A <c>select</c> or <c>imply</c>, seen from either side.</summary>
/// <param name="Source">The symbol that selects.</param>
/// <param name="Target">The symbol that is selected.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Node">The node.</param>
/// <param name="Place">The place.</param>
public sealed record Selection(Symbol Source, Symbol Target, Expression? Condition, MenuNode Node, Place Place) : Property(Condition, Node, Place);

/// <summary>A <c>range</c>.</summary>
/// <param name="Low">The lowest value.</param>
/// <param name="High">The highest value.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Node">The node.</param>
/// <param name="Place">The place.</param>
public sealed record ValueRange(Symbol Low, Symbol High, Expression? Condition, MenuNode Node, Place Place) : Property(Condition, Node, Place);
