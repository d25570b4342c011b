namespace Oracle.Tests.Tnt;

/// <summary>A trace: its hops from the first TTL on, silent ones included, and its cost.</summary>
internal sealed record Traced(List<Hop> Hops, int Probes);
