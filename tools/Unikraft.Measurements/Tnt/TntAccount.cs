namespace Unikraft.Measurements.Tnt;

/// <summary>What a path cost, and its run up to it.</summary>
/// <param name="End">What cut it short.</param>
/// <param name="Sent">Probes really sent for it.</param>
/// <param name="AllReported">Probes of all paths so far, as the first TNT counts.</param>
/// <param name="AllSent">Probes really sent so far.</param>
public sealed record TntAccount(TntEnd End, uint Sent, ulong AllReported, ulong AllSent);
