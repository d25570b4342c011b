using Unikraft.Measurements;
using static Measurements.Tests.WartsBytes;

namespace Measurements.Tests;

/// <summary>What we read and print is what Debian's tools read and print.</summary>
public sealed class OracleTests
{
    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_field_equals_that_of_sc_warts2json(int seed)
    {
        using var folder = new TemporaryFolder();
        var warts = new RandomWarts(seed).File(1000);
        var path = folder.File("random.warts", warts);

        var records = Convert.Read(warts);

        Assert.Equal(1003, records.Count);
        Convert.AssertSameLines(await Tool.JsonAsync(path), Convert.Lines(Convert.Json(records)));
    }

    [Fact]
    public async Task Text_equals_that_of_sc_warts2text()
    {
        using var folder = new TemporaryFolder();
        byte[][] unreachable = [.. Enumerable.Range(0, 16).Select(code => Hop((7, [3, (byte)code]), (18, IPv4(192, 0, 2, (byte)code))))];
        byte[][] tcp = [.. Enumerable.Range(0, 256).Select(flags => Hop((4, U8(0x31)), (7, []), (16, []), (15, U8(flags)), (18, IPv4(198, 51, 100, (byte)flags))))];
        byte[][] replies = [.. Enumerable.Range(0, 4).Select(i => Reply((7, U16(i)), (10, U8(6)), (11, U8(new[] { 0x12, 0x14, 0x04, 0xea }[i]))))];
        byte[] options = Reply((13, [2, .. IPv4(1, 1, 1, 1), .. IPv4(22, 22, 22, 22)]), (14, [1, 1, .. U32(11), .. Known(0)]));
        var path = folder.File("text", [.. List(), .. CycleStart(), .. Trace(unreachable, null, (19, U16(2))), .. Trace(tcp, null, (11, U8(3)), (19, U16(1))),
            .. Trace([Hop((2, U8(2)))], null, (19, U16(3)), (8, U8(1)), (30, IPv4(1, 1, 1, 1)), (26, [])), .. Ping(replies, (16, U8(1))), .. Ping([options]), .. Ping([])]);

        Convert.AssertSameLines((await Tool.RunAsync("sc_warts2text", path)).Split('\n'), Convert.Text(MeasurementFile.Read(path)).Split('\n'));
    }

    [Theory]
    [InlineData("chain3")]
    [InlineData("mpls-gap")]
    [InlineData("duplicates")]
    [InlineData("lastditch")]
    [InlineData("needfrag")]
    [InlineData("qttl")]
    [InlineData("names")]
    [InlineData("tracelb")]
    public async Task Files_of_scamper_are_read_like_by_its_tools(string name)
    {
        var path = Path.Combine(Repository.Samples, name + ".warts");
        Assert.Equal(await Tool.JsonAsync(path), Convert.Lines(Convert.Json(MeasurementFile.Read(path))));
        Assert.Equal(await Tool.RunAsync("sc_warts2text", path), Convert.Text(MeasurementFile.Read(path)));
    }

    [Fact]
    public async Task Text_of_random_load_balancers_equals_that_of_sc_warts2text()
    {
        using var folder = new TemporaryFolder();
        var records = new RandomWarts(7).File(600);
        var all = folder.File("all", records);
        var path = Path.Combine(folder.Path, "tracelbs");
        await Tool.RunAsync("sc_wartsfilter", "-t", "tracelb", "-i", all, "-o", path);

        var read = MeasurementFile.Read(path).ToList();

        Assert.Equal(Convert.Read(records).OfType<TracelbRecord>().Count(), read.OfType<TracelbRecord>().Count());
        Assert.Contains(read.OfType<TracelbRecord>(), record => record.Links.Count > 6);
        Convert.AssertSameLines((await Tool.RunAsync("sc_warts2text", path)).Split('\n'), Convert.Text(read).Split('\n'));
    }

    [Fact]
    public async Task Random_alias_resolutions_are_read_like_by_scampers_tools()
    {
        using var folder = new TemporaryFolder();
        var (path, filtered) = (folder.File("aliases", new RandomWarts(10).Aliases(400)), Path.Combine(folder.Path, "filtered"));
        await Tool.RunAsync("sc_wartsfilter", "-t", "dealias", "-i", path, "-o", filtered);

        var read = MeasurementFile.Read(path).ToList();

        Assert.Equal(400, read.OfType<DealiasRecord>().Count());
        Convert.AssertSameLines(await Tool.JsonAsync(path), Convert.Lines(Convert.Json(read)));
        Assert.Equal(await Tool.RunAsync("sc_warts2text", path), Convert.Text(read));
        // The tool writes the count of excluded addresses with its bytes swapped, and cannot read it again; it drops extensions.
        Convert.AssertSameLines(Convert.Lines(Convert.Json(read.OfType<DealiasRecord>())), Convert.Lines(Convert.Json(MeasurementFile.Read(filtered).OfType<DealiasRecord>())));
    }

    [Fact]
    public async Task What_sc_wartscat_and_sc_wartsfilter_write_reads_the_same()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (new RandomWarts(4).File(40), new RandomWarts(5).File(40));
        var (a, b, joined, traces) = (folder.File("a", first), folder.File("b", second), Path.Combine(folder.Path, "joined"), Path.Combine(folder.Path, "traces"));
        await Tool.RunAsync("sc_wartscat", "-o", joined, a, b);
        await Tool.RunAsync("sc_wartsfilter", "-t", "trace", "-i", a, "-o", traces);

        var measured = Convert.Read(first).Concat(Convert.Read(second)).Where(record => record is TraceRecord or PingRecord).ToList();
        Assert.Equal(Convert.Json(measured), Convert.Json(MeasurementFile.Read(joined).Where(record => record is TraceRecord or PingRecord)));
        Assert.Equal(
            Convert.Json(Convert.Read(first).OfType<TraceRecord>()),
            Convert.Json(MeasurementFile.Read(traces).OfType<TraceRecord>()));
    }

    [Fact]
    public async Task A_second_reader_of_traces_sees_the_same_addresses()
    {
        var path = Path.Combine(Repository.Samples, "mpls-gap.warts");
        var lines = (await Tool.RunAsync("sc_analysis_dump", path)).Split('\n').Where(line => line.StartsWith('T')).Select(line => line.Split('\t')).ToList();
        var traces = MeasurementFile.Read(path).OfType<TraceRecord>().ToList();
        Assert.Equal(traces.Count, lines.Count);
        foreach (var (trace, line) in traces.Zip(lines))
        {
            Assert.Equal([trace.Source.ToString(), trace.Destination.ToString(), trace.List!.Id.ToString(), trace.Cycle!.Id.ToString(), trace.Start.Seconds.ToString()], line[1..6]);
            // Columns behind the 13th are TTLs from 1: `q` for a silent one, else address,rtt,tries.
            var hops = line[13..].Select(hop => hop == "q" ? null : hop.Split(',')[0]).ToList();
            Assert.Equal(trace.Hops.Select(hop => hop.Address.ToString()), hops.OfType<string>());
        }
    }

    [Fact]
    public async Task Attributes_of_a_trace_are_those_of_sc_wartsdump()
    {
        using var folder = new TemporaryFolder();
        var (all, path) = (folder.File("all", new RandomWarts(6).File(240)), Path.Combine(folder.Path, "attributes"));
        await Tool.RunAsync("sc_wartsfilter", "-t", "trace", "-i", all, "-o", path);
        var dump = await Tool.RunAsync("sc_wartsdump", path);
        var traces = MeasurementFile.Read(path).OfType<TraceRecord>().ToList();

        Assert.Equal(Lines(dump, "pmtud: "), traces.Where(trace => trace.PathMtu is not null)
            .Select(trace => $"pmtud: ver {trace.PathMtu!.Version} ifmtu {trace.PathMtu.InterfaceMtu}, pmtu {trace.PathMtu.Mtu}, outmtu {trace.PathMtu.OutgoingMtu}, notec {trace.PathMtu.Notes.Count}"));
        Assert.Equal(Lines(dump, " note 0: "), traces.Where(trace => trace.PathMtu is not null)
            .Select(trace => $" note 0: nhmtu {trace.PathMtu!.Notes[0].Mtu}, ptb {trace.PathMtu.Notes[0].Hop!.Address}"));
        // The tool does not print those of every trace.
        Assert.Subset(
            traces.SelectMany(trace => trace.LastDitch).Select(hop => $"hop 255  {hop.Address}{(hop.Name is null ? "" : $" name {hop.Name}")}").ToHashSet(),
            Lines(dump, "hop 255").ToHashSet());
        Assert.Contains(traces, trace => trace.Doubletree is { FirstTtl: 4, LocalStopSet: "set", Flags: 1 });
        // sc_wartsfilter drops what it does not know.
        Assert.Contains(MeasurementFile.Read(all).OfType<TraceRecord>(), trace => trace.Attributes is [{ Type: 14 }] && trace.Tnt is null);
    }

    private static IEnumerable<string> Lines(string dump, string start) => dump.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal));
}
