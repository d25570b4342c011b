namespace Unikraft.Measurements.Tnt;

/// <summary>Why a hop has a tag.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Value">Its first number, 0 when it has none (docs/tnt.md, "Reasons").</param>
/// <param name="Limit">Its second number.</param>
public sealed record TntReason(TntRule Rule, short Value, short Limit);
