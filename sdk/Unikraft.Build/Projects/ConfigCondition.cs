using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <summary>A condition of metadata <c>Config</c>: symbols joined by <c>&amp;&amp;</c>, each optionally after <c>!</c>.</summary>
/// <param name="Terms">The terms; all must hold. Empty means always.</param>
public sealed record ConfigCondition(ImmutableArray<ConfigCondition.Term> Terms)
{
    /// <summary>Gets the condition that always holds.</summary>
    public static ConfigCondition Always { get; } = new([]);

    /// <summary>Reads a condition (UK1114 when it is none); null or blank means always.</summary>
    public static Result<ConfigCondition> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Result.Of(Always);
        var terms = ImmutableArray.CreateBuilder<Term>();
        foreach (var part in text.Split("&&"))
        {
            var name = part.Trim();
            var negated = name.StartsWith('!');
            name = StripPrefix(negated ? name[1..].TrimStart() : name);
            if (!ProjectNames.IsSymbol(name))
            {
                return Result.Failed<ConfigCondition>(Diagnostic.Error(
                    "UK1114",
                    $"'{text}' is not a condition that a source or flag can have.",
                    "Write symbols joined by '&&', each optionally after '!', for example 'LWIP_IPV6 && !LWIP_TCP'."));
            }

            terms.Add(new Term(name, negated));
        }

        return Result.Of(new ConfigCondition(terms.DrainToImmutable()));
    }

    /// <summary>Removes <c>CONFIG_</c> from the front of a symbol's name.</summary>
    public static string StripPrefix(string symbol) =>
        symbol.StartsWith("CONFIG_", StringComparison.Ordinal) ? symbol["CONFIG_".Length..] : symbol;

    /// <summary>One symbol of a condition.</summary>
    /// <param name="Symbol">The symbol, without <c>CONFIG_</c>.</param>
    /// <param name="Negated">Whether it must not be <c>y</c>.</param>
    public sealed record Term(string Symbol, bool Negated);
}
