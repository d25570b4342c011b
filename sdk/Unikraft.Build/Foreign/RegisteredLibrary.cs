namespace Unikraft.Build.Foreign;

/// <summary>A library that a <c>Makefile.uk</c> registers.</summary>
/// <param name="Name">The name make knows it by.</param>
/// <param name="Symbol">The Kconfig symbol that turns it on, without <c>CONFIG_</c>; null when it is always on.</param>
public sealed record RegisteredLibrary(string Name, string? Symbol);
