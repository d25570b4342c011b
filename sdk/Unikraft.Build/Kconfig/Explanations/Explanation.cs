using System.Collections.Immutable;

namespace Unikraft.Build.Kconfig;

/// <summary>Why a symbol has its value, and what would give it another one.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Wanted">The other value; null when there is none to explain.</param>
/// <param name="Changes">The smallest set of user values that gives it; null when none was found.</param>
/// <param name="Lines">All of it as text, for people: one fact a line, each with file and line.</param>
public sealed record Explanation(Symbol Symbol, string? Wanted, ImmutableArray<Assignment>? Changes, ImmutableArray<string> Lines);
