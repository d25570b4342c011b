namespace Unikraft.Measurements;

/// <summary>Figures of a ping, as scamper's tools print them. Times are in microseconds, cut to whole ones.</summary>
/// <param name="Sent">Probes sent.</param>
/// <param name="Answered">Probes that were answered.</param>
/// <param name="Duplicates">Replies beyond the first of their probe.</param>
/// <param name="Min">Shortest round-trip time.</param>
/// <param name="Max">Longest.</param>
/// <param name="Average">Mean of all replies.</param>
/// <param name="Deviation">Standard deviation of all replies.</param>
public sealed record PingStatistics(int Sent, int Answered, int Duplicates, uint Min, uint Max, uint Average, uint Deviation)
{
    /// <summary>Share of the probes that was not answered, 0 to 1.</summary>
    public double Loss => Sent == 0 || Answered >= Sent ? 0 : (Sent - Answered) / (double)Sent;

    /// <summary>Computes the figures of a ping.</summary>
    public static PingStatistics Of(PingRecord ping)
    {
        ArgumentNullException.ThrowIfNull(ping);
        if (ping.Replies.Count == 0)
            return new PingStatistics(ping.ProbesSent, 0, 0, 0, 0, 0, 0);
        var times = ping.Replies.Select(reply => (long)reply.RttMicroseconds).ToList();
        var answered = ping.Replies.Select(reply => reply.Probe).Distinct().Count();
        var average = times.Sum() / times.Count;
        var variance = times.Aggregate(UInt128.Zero, (sum, time) => sum + (UInt128)((Int128)(time - average) * (time - average))) / (uint)times.Count;
        return new PingStatistics(
            ping.ProbesSent,
            answered,
            times.Count - answered,
            (uint)times.Min(),
            (uint)times.Max(),
            (uint)average,
            Root(variance));
    }

    private static uint Root(UInt128 value)
    {
        UInt128 root = 0;
        for (var bit = UInt128.One << 31; bit > 0; bit >>= 1)
        {
            if ((root | bit) * (root | bit) <= value)
                root |= bit;
        }
        return (uint)root;
    }
}
