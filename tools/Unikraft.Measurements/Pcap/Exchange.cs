namespace Unikraft.Measurements.Pcap;

/// <summary>A probe and the first reply to it.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="ProbeTime">When it was seen.</param>
/// <param name="Reply">The reply.</param>
/// <param name="ReplyTime">When it was seen.</param>
public sealed record Exchange(IpPacket Probe, UnixTime ProbeTime, IpPacket Reply, UnixTime ReplyTime)
{
    /// <summary>Round-trip time on the wire in nanoseconds.</summary>
    public long RttNanoseconds => ReplyTime.Nanoseconds - ProbeTime.Nanoseconds;
}
