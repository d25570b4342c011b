using System.Text;
using Unikraft.Measurements;

namespace Measurements.Tests;

/// <summary>What a format can say comes back from it.</summary>
public sealed class RoundTripTests
{
    private static readonly byte[] Random = new RandomWarts(7).File(600);

    [Fact]
    public void Json_read_and_written_again_is_the_same()
    {
        // Of an extension object that is no label stack the line has the length only.
        var lines = Convert.Lines(Convert.Json(Convert.Read(Random))).Where(line => !line.Contains("\"ie_cn\":2", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 400);
        var records = Convert.Read(string.Join('\n', lines));
        Assert.Contains(records.OfType<TracelbRecord>(), record => record.Links.Count > 6);
        Assert.Equal(5, records.OfType<DealiasRecord>().Select(record => record.Method).Distinct().Count());
        Convert.AssertSameLines(lines, Convert.Lines(Convert.Json(records)));
    }

    [Fact]
    public void What_json_of_a_load_balancer_leaves_out_is_said_to_be_unknown()
    {
        var warts = Convert.Read(Repository.Sample("tracelb.warts"));
        var json = Convert.Read(Convert.Json(warts)).OfType<TracelbRecord>().ToList();
        foreach (var (from, to) in warts.OfType<TracelbRecord>().Zip(json))
        {
            Assert.Equal((from.Nodes.Count, from.Links.Count, from.ProbeCount, from.Start), (to.Nodes.Count, to.Links.Count, to.ProbeCount, to.Start));
            Assert.Equal(Links(from), Links(to));
            // Silent probes between two nodes are a star in JSON: one probe without time and flow.
            Assert.All(to.Links.SelectMany(link => link.Sets).SelectMany(probes => probes), probe => Assert.Equal(probe.Flow is null, !probe.Sent.IsKnown));
            Assert.Null(to.List);
        }

        static IEnumerable<string> Links(TracelbRecord record) =>
            record.Links.Select(link => $"{record.Nodes[link.From].Address} {(link.To is { } to ? record.Nodes[to].Address : null)} {link.Sets.Count}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Csv_keeps_the_links_of_a_load_balancer_and_the_probes_of_an_alias_resolution()
    {
        var before = Convert.Read(Random);
        var after = Convert.Read(Convert.Csv(before));
        Assert.Equal(before.OfType<TracelbRecord>().SelectMany(Describe), after.OfType<TracelbRecord>().SelectMany(Describe));
        foreach (var (from, to) in before.OfType<DealiasRecord>().Zip(after.OfType<DealiasRecord>()))
        {
            Assert.Equal((from.Method, from.Result, from.Flags, from.Attempts, from.UserId, from.List!.Id), (to.Method, to.Result, to.Flags, to.Attempts, to.UserId, to.List!.Id));
            Assert.Equal(from.Definitions.Select(kind => (kind.Id, kind.Method, kind.Source, kind.Destination, kind.SourcePort, kind.DestinationPort)), to.Definitions.Select(kind => (kind.Id, kind.Method, kind.Source, kind.Destination, kind.SourcePort, kind.DestinationPort)));
            Assert.Equal(from.Probes.Select(probe => probe with { Replies = [] }), to.Probes.Select(probe => probe with { Replies = [] }));
            Assert.Equal(from.Probes.SelectMany(probe => probe.Replies).Select(reply => (reply.Address, reply.Received, reply.IpId, reply.Protocol)), to.Probes.SelectMany(probe => probe.Replies).Select(reply => (reply.Address, reply.Received, reply.IpId, reply.Protocol)));
        }

        static IEnumerable<string> Describe(TracelbRecord record) => record.Links.SelectMany(link => link.Sets.Index().SelectMany(set => set.Item.Select(probe =>
            $"{record.Nodes[link.From].Address} {(link.To is { } to ? record.Nodes[to].Address : null)} {set.Index} {probe with { Replies = [] }} {string.Join(' ', probe.Replies.Select(reply => $"{reply.Address} {reply.Received} {reply.IpId} {reply.TcpFlags}"))}")));
    }

    [Fact]
    public void Csv_read_and_written_again_is_the_same()
    {
        var csv = Convert.Csv(Convert.Read(Random));
        Convert.AssertSameLines(csv.Split('\n'), Convert.Csv(Convert.Read(csv)).Split('\n'));
        Convert.AssertSameLines(csv.Split('\n'), Convert.Csv(Convert.Read(csv.Replace("\n", "\r\n", StringComparison.Ordinal))).Split('\n'));
    }

    [Theory]
    [InlineData("tnt-dpr.warts")]
    [InlineData("tnt-uhp-buddy.warts")]
    public void Csv_keeps_the_annotation_of_tnt(string name)
    {
        var csv = Convert.Csv(Convert.Read(Repository.Sample(name)));
        Assert.Contains("invisible", csv, StringComparison.Ordinal);
        Convert.AssertSameLines(csv.Split('\n'), Convert.Csv(Convert.Read(csv)).Split('\n'));
    }

    [Fact]
    public void Names_with_commas_quotes_and_lines_survive()
    {
        const string Name = "a, \"b\"\r\nc \\ \u0001 é";
        byte[] warts = [.. WartsBytes.List(name: Name), .. WartsBytes.CycleStart(), .. WartsBytes.Trace([WartsBytes.Hop((20, WartsBytes.Text(Name)))])];
        var records = Convert.Read(warts);
        Assert.Equal(Name, Convert.Read(Convert.Csv(records)).OfType<TraceRecord>().Single().List!.Name);
        var json = Convert.Read(Convert.Json(records));
        Assert.Equal(Name, json.OfType<CycleRecord>().Single().List!.Name);
        Assert.Equal(Name, json.OfType<TraceRecord>().Single().Hops[0].Name);
    }

    [Fact]
    public async Task Gzip_pieces_and_async_make_no_difference()
    {
        var plain = Convert.Json(Convert.Read(Random));
        // Two members in a row are one file (RFC 1952).
        var half = Random.Length / 2;
        byte[] gzip = [.. Convert.Gzip(Random[..half]), .. Convert.Gzip(Random[half..])];
        Assert.Equal(plain, Convert.Json(Convert.Read(gzip)));
        Assert.Equal(plain, Convert.Json(MeasurementFile.Read(new PiecewiseStream(Random, 7))));
        foreach (var file in new[] { gzip, Encoding.UTF8.GetBytes(plain), Encoding.UTF8.GetBytes(Convert.Csv(Convert.Read(Random))) })
        {
            var records = new List<Record>();
            await foreach (var record in MeasurementFile.ReadAsync(new PiecewiseStream(file, 1001)))
                records.Add(record);
            Assert.Equal(Convert.Json(Convert.Read(file)), Convert.Json(records));
        }
    }
}
