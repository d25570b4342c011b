namespace Netlab.Model;

/// <summary>What a link does to each packet, the same in both directions.</summary>
/// <param name="DelayNs">Time a packet takes, in nanoseconds.</param>
/// <param name="LossPercent">Share of packets that are lost.</param>
/// <param name="DuplicatePercent">Share of packets that arrive twice.</param>
/// <param name="CorruptPercent">Share of packets of which one bit is turned.</param>
/// <param name="ReorderPercent">Share of packets that are held back, so that later ones overtake them.</param>
/// <param name="ReorderNs">How long they are held back, in nanoseconds.</param>
internal sealed record LinkSpec(
    long DelayNs,
    double LossPercent = 0,
    double DuplicatePercent = 0,
    double CorruptPercent = 0,
    double ReorderPercent = 0,
    long ReorderNs = 0);
