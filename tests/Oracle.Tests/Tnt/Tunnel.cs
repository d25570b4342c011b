namespace Oracle.Tests.Tnt;

/// <summary>The result of a revelation.</summary>
/// <param name="Hops">What is hidden, in path order; empty: the attempt failed.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Incomplete">Whether more may be hidden.</param>
/// <param name="Probes">Probes of its traces, buddy tests and pings.</param>
internal sealed record Tunnel(IReadOnlyList<Hop> Hops, Stops Stop, bool Incomplete, int Probes);
