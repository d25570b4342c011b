namespace Netlab.Model;

/// <summary>One router of the chain, or the destination host at its end.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Left">Address towards the measuring host; source of time-exceeded messages.</param>
/// <param name="Right">Address away from the measuring host; null for the destination host.</param>
/// <param name="AlsoOwns">Further own addresses.</param>
/// <param name="TeTtl">Initial TTL of time-exceeded and port-unreachable messages.</param>
/// <param name="ErTtl">Initial TTL of echo replies.</param>
/// <param name="Rfc4950">Whether a time-exceeded message shows the received label stack.</param>
/// <param name="SendsTe">False: silent for expired packets.</param>
/// <param name="QuotedTtlAlways1">Whether the TTL of a quoted packet is always 1.</param>
/// <param name="AnswersEcho">False: sends no echo reply.</param>
/// <param name="PuFromLeft">Whether port-unreachable messages come from <paramref name="Left"/> and not from the probed address.</param>
/// <param name="LossPercent">Share of its own replies that it does not send.</param>
/// <param name="RepliesPerSecond">Most of its own replies in any second; null: no limit.</param>
/// <param name="Faults">What it does that a good router does not.</param>
/// <param name="IpIds">How it numbers what it sends.</param>
/// <param name="Balanced">Routers beside it that share its load; null: none.</param>
internal sealed record RouterSpec(
    string Name,
    NetAddress Left,
    NetAddress? Right,
    IReadOnlyList<NetAddress> AlsoOwns,
    int TeTtl,
    int ErTtl,
    bool Rfc4950,
    bool SendsTe,
    bool QuotedTtlAlways1,
    bool AnswersEcho,
    bool PuFromLeft,
    double LossPercent,
    int? RepliesPerSecond,
    RouterFaults Faults,
    IpIdSpec IpIds,
    BalancerSpec? Balanced)
{
    /// <summary>Every address of the router.</summary>
    public IEnumerable<NetAddress> Addresses => (Right is { } right ? [Left, right] : new[] { Left }).Concat(AlsoOwns).Concat(Balanced?.Lefts ?? []);
}
