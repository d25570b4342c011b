using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>Finds the symbols that users can set and that an older configuration does not have.</summary>
public static class NewSymbols
{
    /// <summary>Finds them in menu order. Of a choice without any line in the old configuration, the chosen member stands for all.</summary>
    /// <param name="configuration">The configuration of now.</param>
    /// <param name="old">The lines of the older one.</param>
    public static IEnumerable<Symbol> Since(Configuration configuration, IEnumerable<ConfigRequest> old)
    {
        var known = old.Select(static r => ConfigCondition.StripPrefix(r.Symbol)).ToHashSet(StringComparer.Ordinal);
        return configuration.Tree.Symbols.Where(s => !known.Contains(s.Name) && IsOffered(configuration.Evaluator, s, known));
    }

    private static bool IsOffered(Evaluator evaluator, Symbol symbol, HashSet<string> known)
    {
        var state = evaluator.State(symbol);
        if (state.Visibility == Tristate.No || state.Visibility <= evaluator.Selected(symbol))
            return false;
        return symbol.Choice is not { } choice || evaluator.State(choice).Mode != Tristate.Yes || (state.Truth == Tristate.Yes && !choice.Symbols.Any(s => known.Contains(s.Name)));
    }
}
