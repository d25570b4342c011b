using Unikraft.Build.Diagnostics;

namespace Netlab.Model;

/// <summary>The remedy for a wrong word.</summary>
internal static class Hint
{
    /// <summary>Proposes the nearest known word, or names all of them when none is near.</summary>
    public static string For(string wrong, IReadOnlyCollection<string> known) =>
        NearestName.Propose(wrong, known, $"Known are {string.Join(", ", known.Select(name => $"'{name}'"))}.");
}
