using System.Diagnostics;

namespace Netlab.Runs;

/// <summary>The one clock of a run: monotonic, in nanoseconds, with the wall clock's offset of its start.</summary>
internal sealed class RunClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _wallStartNs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>Nanoseconds since the clock was made.</summary>
    public long NowNs => (long)((Stopwatch.GetTimestamp() - _start) * NsPerTick);

    /// <summary>Nanoseconds of the Unix epoch for a time of this clock.</summary>
    public long ToWallNs(long ns) => _wallStartNs + ns;

    /// <summary>Time of this clock for a Stopwatch time stamp, which may be older than the clock.</summary>
    public long FromTimestamp(long timestamp) => (long)((timestamp - _start) * NsPerTick);
}
