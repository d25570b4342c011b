namespace Unikraft.Build.Kconfig;

/// <summary>The value of a symbol and where it comes from.</summary>
/// <param name="Text">The value as text: <c>y</c>, a number, or the text itself without quotes.</param>
/// <param name="Truth">The value as truth value; <c>n</c> for numbers and texts.</param>
/// <param name="Visibility">How far the user can set it: not at all, up to m, or up to y.</param>
/// <param name="IsWritten">Whether the symbol appears in a configuration file.</param>
/// <param name="Source">Who gave the value.</param>
/// <param name="Cause">The default that gave the value; null unless the source is a default.</param>
public sealed record SymbolState(string Text, Tristate Truth, Tristate Visibility, bool IsWritten, ValueSource Source, DefaultValue? Cause = null)
{
    /// <summary>The run of evaluation it belongs to; an older one is stale.</summary>
    internal int Generation { get; init; }
}
