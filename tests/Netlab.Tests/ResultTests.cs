using Netlab.Results;
using Netlab.Runs;

namespace Netlab.Tests;

/// <summary>What netlab reads from a prober's output and log.</summary>
public sealed class ResultTests
{
    private const string Dump = """
        boot message
        trace [icmp-paris] from 172.20.0.2 to 20.9.9.9
          1 20.0.0.2        1.500 ms rTTLs=<255,255> qttl=1
          2 *
        UK8001: a warning in between
         H1 20.0.2.2        0.250 ms rTTLs=<253,62> qttl=1 [MPLS,INV,LSR,RTLA,DPR,step=1]
          3 20.9.9.9        2.000 ms rTTLs=<60,60>

        t2: 5
        """;

    [Fact]
    public void The_dump_is_told_from_other_lines()
    {
        var dump = new TraceDump();
        var lines = Dump.Split('\n');
        Assert.Equal([false, true, true, true, false, true, true, true, false], lines.Select(dump.Add));
        Assert.Equal(["20.9.9.9"], dump.Destinations.Select(address => address.ToString()));
        Assert.Equal([1, null, 3], dump.Hops.Select(hop => hop.ProbeTtl));
        Assert.Equal([1.5, 0.25, 2], dump.Hops.Select(hop => hop.RttMs));
    }

    [Fact]
    public void Round_trip_times_are_compared_with_the_exchange_that_they_record()
    {
        var network = Probes.Network("ex04");
        var exchanges = new List<Exchange>();
        void Exchange(byte[] probe, double rttMs)
        {
            var at = exchanges.Count * 1_000_000_000L;
            exchanges.Add(new Exchange(at, probe) { ReplyNs = at + (long)(rttMs * 1e6), Reply = network.Handle(probe, at)?.Packet });
        }
        Exchange(Probes.Echo("20.9.9.9", 1), 1.25);
        Exchange(Probes.Echo("20.9.9.9", 5), 1.9);
        Exchange(Probes.Echo("20.0.0.2", 64), 9);
        Exchange(Probes.Echo("20.0.5.2", 3), 0.1);
        exchanges.Add(new Exchange(9_000_000_000, Probes.Echo("20.9.9.9", 3)));
        var dump = new TraceDump();
        foreach (var line in Dump.Split('\n'))
            dump.Add(line);

        var errors = RttComparison.Compare(dump.Hops, exchanges);

        // The third line of the dump says TTL 3, but the destination answered a probe of TTL 5 only.
        Assert.Equal((2, 1, 0.2, 0.25), (errors.Compared, errors.Unmatched, errors.MedianMs, errors.MaxMs));
        Assert.Equal([0.25, 0.15], errors.ErrorsMs);
    }

    [Fact]
    public void The_log_of_commands_is_read()
    {
        var log = CommandLog.Read(["1 running, 0 waiting, 2 left : trace -f 1 20.9.9.9", "noise", "[7] 2 running, 10 waiting, 0 left : ping 1.2.3.4 ", "probes reported: 22", "probes sent: 27"]);
        Assert.Equal(["trace -f 1 20.9.9.9", "ping 1.2.3.4"], log.Commands);
        Assert.Equal([22], log.ProbesReported);
        Assert.Equal(27, log.ProbesSent);
    }
}
