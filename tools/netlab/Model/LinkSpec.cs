namespace Netlab.Model;

/// <summary>What a link does to each packet, the same in both directions.</summary>
/// <param name="DelayNs">Time a packet takes, in nanoseconds.</param>
/// <param name="LossPercent">Share of packets that are lost.</param>
internal sealed record LinkSpec(long DelayNs, double LossPercent)
{
    /// <summary>A link that takes no time and loses nothing.</summary>
    public static LinkSpec Ideal { get; } = new(0, 0);
}
