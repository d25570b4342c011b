namespace Netlab.Model;

/// <summary>Routers that stand side by side at one place of the chain; all but their left addresses is the same.</summary>
/// <param name="PerPacket">Whether each packet takes any of them; else the flow decides (Paris traceroute keeps it).</param>
/// <param name="Lefts">Left addresses of the routers beside the first.</param>
internal sealed record BalancerSpec(bool PerPacket, IReadOnlyList<NetAddress> Lefts);
