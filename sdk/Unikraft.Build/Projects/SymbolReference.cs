namespace Unikraft.Build.Projects;

/// <summary>A symbol that a project selects or implies. Items <c>UkSelect</c>, <c>UkImply</c>.</summary>
/// <param name="Symbol">The Kconfig symbol without <c>CONFIG_</c>.</param>
/// <param name="Condition">A Kconfig expression after <c>if</c>; null for always.</param>
public sealed record SymbolReference(string Symbol, string? Condition = null);
