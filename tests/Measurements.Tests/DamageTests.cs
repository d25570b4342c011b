using System.Text;
using System.Text.RegularExpressions;
using Unikraft.Measurements;
using static Measurements.Tests.WartsBytes;

namespace Measurements.Tests;

/// <summary>Bad input is one coded error with the byte, after everything good before it; never a crash or a hang.</summary>
public sealed partial class DamageTests
{
    private static readonly byte[] Start = [.. List(), .. CycleStart()];

    public static TheoryData<string, byte[], string, long> Damages => new()
    {
        { "other bytes", [1, 2, 3, 4], "UK7002", 0 },
        { "wrong magic", [.. Start, 0x12, 0x06, 0, 0], "UK7004", Start.Length },
        { "header cut off", [.. Start, 0x12, 0x05, 0], "UK7003", Start.Length + 3 },
        { "body cut off", [.. Start, .. CycleStop()[..^1]], "UK7003", Start.Length + CycleStop().Length - 1 },
        { "huge object", [0x12, 5, 0, 9, 255, 255, 255, 255], "UK7007", 0 },
        { "undefined list", CycleStart(), "UK7006", 12 },
        { "undefined cycle", [.. List(), .. CycleStop()], "UK7006", List().Length + 8 },
        { "address number", [.. Start, .. Trace([], null, (26, Known(0)))], "UK7006", Start.Length + 55 },
        { "address length", [.. Start, .. Trace([], null, (26, [5, 1, 1, 2, 3, 4, 5]))], "UK7005", Start.Length + 55 },
        { "address type", [.. Start, .. Trace([], null, (26, [4, 9, 1, 2, 3, 4]))], "UK7005", Start.Length + 55 },
        { "255 flag bytes", [.. Start, .. Record(6, [.. Enumerable.Repeat((byte)255, 255)])], "UK7005", Start.Length + 8 + 255 },
        { "65535 hops", [.. Start, .. Record(6, Block(), U16(65535))], "UK7005", Start.Length + 11 },
        { "microseconds", [.. Start, .. Trace([], null, (5, Time(1, 1_000_000)))], "UK7005", Start.Length + 22 },
        { "text without end", Record(1, U32(1), U32(1), [65, 66]), "UK7005", 16 },
        { "extension too long", [.. Start, .. Trace([Hop((17, [.. U16(4), .. U16(9), 1, 1]))])], "UK7005", Start.Length + 94 },
        { "part of an annotation", [.. Start, .. Trace([], [Attribute(14, [1, 1, 2])])], "UK7005", Start.Length + 71 },
        { "annotation cut off", [.. Start, .. Trace([], [Attribute(14, [1, 0, 1, 0])])], "UK7005", Start.Length + 74 },
        { "tracelb: a link from a node that is not there", [.. Start, .. Record(8, Block((1, U32(1)), (2, U32(1)), (16, U16(1)), (17, U16(1))), Block((5, IPv4(1, 1, 1, 1))), Block((1, U16(1)), (3, U8(0))))], "UK7006", Start.Length + 34 },
        { "tracelb: a probe that was never sent", [.. Start, .. Record(8, Block((16, U16(1)), (17, U16(1))), Block((5, IPv4(1, 1, 1, 1))), Block((3, U8(1))), Block((1, U16(65535))), [0, 0, 0])], "UK7005", Start.Length + 35 },
        { "dealias: 4294967295 kinds of probes", [.. Start, .. Record(9, Block((4, U8(3)), (6, U32(0))), Block((1, U32(uint.MaxValue))), [.. Enumerable.Repeat(Kind(), 3).SelectMany(kind => kind)])], "UK7005", Start.Length + 8 + 8 + 7 + (3 * Kind().Length) },
        { "dealias: 4294967295 probes", [.. Start, .. Dealias(uint.MaxValue, new byte[1000])], "UK7005", Start.Length + 21 + Kind().Length },
        { "dealias: 65535 replies", [.. Start, .. Dealias(1, [.. Block((2, Time(1, 1)), (3, U16(65535))), .. new byte[1000]])], "UK7005", Start.Length + 34 + Kind().Length },
        { "dealias: a probe of a kind that is not there", [.. Start, .. Dealias(1, Block((1, U32(1)), (2, Time(1, 1))))], "UK7006", Start.Length + 21 + Kind().Length },
        { "dealias: a kind of probe without method", [.. Start, .. Record(9, Block((4, U8(1))), Block((1, U8(1))), [0])], "UK7005", Start.Length + 16 },
        { "dealias: a kind of probe without addresses", [.. Start, .. Record(9, Block((4, U8(1))), Block((1, U8(1))), Block((4, U8(1))))], "UK7005", Start.Length + 16 },
        { "dealias: an address that refers to itself", [.. Start, .. Record(9, Block((4, U8(1))), Block((1, U8(1))), Block((4, U8(1)), (10, Known(0))))], "UK7006", Start.Length + 21 },
        { "dealias: addresses that refer to each other", [.. Start, .. Record(9, Block((4, U8(1))), Block((1, U8(1))), Block((4, U8(1)), (10, Known(1)), (11, Known(0))))], "UK7006", Start.Length + 21 },
        { "dealias: 65535 excluded addresses", [.. Start, .. Record(9, Block((4, U8(4))), Block((4, [.. U16(65535), .. IPv4(1, 1, 1, 1)])))], "UK7005", Start.Length + 23 },
        { "tracelb JSON: fewer nodes than links have", Bytes("{\"type\":\"tracelb\",\"method\":\"icmp-echo\",\"nodec\":1,\"nodes\":[{\"addr\":\"1.1.1.1\",\"linkc\":1,\"links\":[[{\"addr\":\"2.2.2.2\"}]]}]}"), "UK7011", 0 },
        { "tracelb JSON: fewer links than said", Bytes("{\"type\":\"tracelb\",\"method\":\"icmp-echo\",\"nodec\":2,\"nodes\":[{\"addr\":\"1.1.1.1\",\"linkc\":2,\"links\":[[{\"addr\":\"2.2.2.2\"}]]}]}"), "UK7011", 0 },
        { "tracelb JSON: no hops", Bytes("{\"type\":\"tracelb\",\"method\":\"icmp-echo\",\"nodec\":2,\"nodes\":[{\"addr\":\"1.1.1.1\",\"linkc\":1,\"links\":[]}]}"), "UK7011", 0 },
        { "tracelb JSON: hops that are no lists", Bytes("{\"type\":\"tracelb\",\"method\":\"icmp-echo\",\"nodec\":2,\"nodes\":[{\"addr\":\"1.1.1.1\",\"linkc\":1,\"links\":[7]}]}"), "UK7011", 0 },
        { "dealias JSON: a probe of no kind", Bytes("{\"type\":\"dealias\",\"method\":\"ally\",\"result\":\"none\",\"probes\":[{\"probedef_id\":1}]}"), "UK7011", 0 },
        { "dealias JSON: no prefix", Bytes("{\"type\":\"dealias\",\"method\":\"prefixscan\",\"result\":\"none\",\"b\":\"1.1.1.1\"}"), "UK7011", 0 },
        { "dealias JSON: an unknown flag", Bytes("{\"type\":\"dealias\",\"method\":\"ally\",\"result\":\"none\",\"flags\":[256]}"), "UK7011", 0 },
        { "broken JSON", Bytes("{\"type\":\"x\"}\n{\"type\":}\n"), "UK7010", 21 },
        { "JSON without type", Bytes("{}\n"), "UK7011", 0 },
        { "JSON that is no object", Bytes("\n[1]\n"), "UK7011", 1 },
        { "two objects on a line", Bytes("{\"type\":\"x\"} {}"), "UK7011", 12 },
        { "JSON number", Bytes("{\"type\":\"cycle-start\",\"id\":-1}"), "UK7011", 0 },
        { "JSON word", Bytes("{\"type\":\"trace\",\"method\":\"pigeon\"}"), "UK7011", 0 },
        { "CSV column", Bytes("record,number,colour\n"), "UK7020", 0 },
        { "CSV column twice", Bytes("record,number,record\n"), "UK7020", 0 },
        { "CSV row", Bytes("record,number\ntrace\n"), "UK7021", 14 },
        { "CSV quote", Bytes("record,number\n\"trace,1\n"), "UK7021", 14 },
        { "CSV value", Bytes("record,number,method,ttl,addr\ntrace,1,udp,256,192.0.2.1\n"), "UK7021", 30 },
        { "CSV: a hop too far", Bytes("record,number,method,link,hop\ntracelb,1,icmp-echo,1,2\n"), "UK7021", 30 },
        { "CSV: a kind of probe without method", Bytes("record,number,method,probedef\ndealias,1,ally,0\n"), "UK7021", 30 },
        { "CSV kind", Bytes("record,number\npath,1\n"), "UK7021", 14 },
        { "gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255], "UK7009", 0 },
        { "link type", PcapFile(linkType: 105), "UK7030", 20 },
        { "packet length", [.. PcapFile(), .. new byte[8], 0, 0, 16, 0, 0, 0, 0, 0], "UK7031", 32 },
        { "packet cut off", [.. PcapFile(), .. new byte[8], 4, 0, 0, 0, 4, 0, 0, 0, 1], "UK7003", 41 },
        { "pcapng", [0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0], "UK7032", 0 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Each_damage_has_its_code_and_byte(string what, byte[] file, string code, long offset)
    {
        var failure = Assert.Throws<MeasurementException>(() => Convert.Read(file));
        Assert.True((code, offset) == (failure.Code, failure.Offset), $"{what}: {failure.Message}");
        Assert.Matches(Shape(), failure.Message);
    }

    [Fact]
    public void Every_code_is_documented()
    {
        var documented = Code().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/errors/measurements.md"))).Select(match => match.Value).ToHashSet();
        var used = Directory.GetFiles(Path.Combine(Repository.Root, "tools"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Value).ToHashSet();
        Assert.Equal(used.Order(), documented.Order());
    }

    [Fact]
    public void A_missing_file_names_itself()
    {
        var failure = Assert.Throws<MeasurementException>(() => MeasurementFile.Read("/nowhere/x.warts").Count());
        Assert.Equal("UK7001", failure.Code);
        Assert.StartsWith("/nowhere/x.warts: error UK7001: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_at_any_byte_gives_what_is_complete()
    {
        var file = Repository.Sample("tnt-dpr.warts");
        var whole = Convert.Read(file);
        var ends = whole.Select(record => record.Offset).Skip(1).Append(file.Length).ToList();
        for (var length = 0; length < file.Length; length++)
        {
            var records = new List<Record>();
            var failure = Xunit.Record.Exception(() => records.AddRange(MeasurementFile.Read(new MemoryStream(file, 0, length))));
            var atEnd = length == 0 || ends.Contains(length);
            Assert.Equal(atEnd ? null : length, (failure as MeasurementException)?.Offset);
        }
    }

    [Fact]
    public void Unknown_objects_are_skipped_and_reported()
    {
        var unknown = Convert.Read([.. Start, .. Record(10, [1, 2, 3]), .. Record(5, [1, 1, 1, 1, 1, 1]), .. Ping([])]).OfType<UnknownRecord>().ToList();
        Assert.Equal([("10", 11L), ("5", 14L)], unknown.Select(record => (record.Type, record.Length)));
        Assert.Equal("sting", Assert.IsType<UnknownRecord>(Convert.Read("{\"type\":\"sting\", \"x\":[1]}").Single()).Type);
        // A method of dealias that came later has parameters nobody knows.
        Assert.Equal("9", Assert.IsType<UnknownRecord>(Convert.Read([.. Start, .. Record(9, Block((4, U8(6))), [1, 2, 3])])[^1]).Type);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Empty_blocks_without_end_take_no_memory(int type)
    {
        // Each of 16 million empty blocks would be a probe.
        byte[] header = type == 8
            ? [.. Block((16, U16(1)), (17, U16(1))), .. Block((5, IPv4(1, 1, 1, 1))), .. Block((3, U8(255))), .. Block((1, U16(65535)))]
            : [.. Block((4, U8(1)), (6, U32(uint.MaxValue))), .. Block((1, U8(1))), .. Kind()];
        var file = Record(type, header, new byte[16 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("UK7005", Assert.Throws<MeasurementException>(() => Convert.Read(file)).Code);
        // The buffer doubles until it holds the object.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 80 << 20);
    }

    [Fact]
    public void Links_in_a_ring_are_written_once()
    {
        byte[][] links = [.. Enumerable.Range(0, 3).Select(node => (byte[])[.. Block((1, U16(node)), (2, U16((node + 1) % 3)), (3, U8(1))), .. Block((1, U16(0)))])];
        byte[] file = [.. Start, .. Record(8, [Block((9, U8(2)), (16, U16(3)), (17, U16(3)), (21, IPv4(1, 1, 1, 1)), (22, IPv4(2, 2, 2, 2))), .. Enumerable.Range(3, 3).Select(node => Block((5, IPv4((byte)node, 0, 0, 1)))), .. links])];
        var records = Convert.Read(file);
        var json = Convert.Json(records.OfType<TracelbRecord>());
        Assert.Equal(json, Convert.Json(Convert.Read(json)));
        Assert.Equal(Convert.Csv(records), Convert.Csv(Convert.Read(Convert.Csv(records))));
        Assert.EndsWith("5.0.0.1 -> 3.0.0.1\n", Convert.Text(records), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_that_is_cut_off_anywhere_gives_what_is_complete()
    {
        // An empty member, one with name and comment, one more; RFC 1952.
        var (first, second) = (new RandomWarts(12).File(30), new RandomWarts(13).File(30));
        byte[] named = [.. Convert.Gzip(first)[..3], 0x1f, .. Convert.Gzip(first)[4..10], 2, 0, 9, 9, (byte)'n', 0, (byte)'c', 0, 0, 0, .. Convert.Gzip(first)[10..]];
        byte[] gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, .. new byte[9], .. named, .. Convert.Gzip(second)];
        var all = Convert.Json(Convert.Read([.. first, .. second]));
        Assert.Equal(all, Convert.Json(Convert.Read(gzip)));
        var complete = gzip.Length - Convert.Gzip(second).Length;
        for (var length = 2; length < gzip.Length; length += length is > 100 and < 5000 || length < complete - 20 || length > complete + 40 ? 23 : 1)
        {
            var records = new List<Record>();
            var failure = Xunit.Record.Exception(() => records.AddRange(MeasurementFile.Read(new MemoryStream(gzip, 0, length))));
            // Between members nobody can tell.
            Assert.True(length == 20 || length == complete ? failure is null : failure is MeasurementException { Code: "UK7009" }, $"{length} of {gzip.Length} bytes: {failure?.Message ?? "no error"}");
            Assert.StartsWith(Convert.Json(records), all, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-1)]
    public void A_gzip_file_with_a_wrong_check_sum_or_length_is_damaged(int place)
    {
        var gzip = Convert.Gzip(Start);
        gzip[^-place] ^= 1;
        Assert.Equal("UK7009", Assert.Throws<MeasurementException>(() => Convert.Read(gzip)).Code);
        Assert.Equal("UK7009", Assert.Throws<MeasurementException>(() => Convert.Read([.. Convert.Gzip(Start), 7])).Code);
    }

    /// <summary>Random changes of files of every format for a few seconds; the seed of a failure is in its message.</summary>
    [Fact]
    public void Changed_files_are_read_or_refused()
    {
        var warts = new RandomWarts(8).File(20);
        var records = Convert.Read(warts);
        byte[][] seeds =
        [
            warts, new RandomWarts(8).Aliases(20), Repository.Sample("tnt-dpr.warts"), Repository.Sample("tnt-uhp-buddy.warts"), Bytes(Convert.Json(records)), Bytes(Convert.Csv(records)),
            [.. PcapFile(), .. new byte[8], 4, 0, 0, 0, 4, 0, 0, 0, 0x45, 1, 2, 3],
        ];
        var end = Environment.TickCount64 + 4000;
        var runs = 0;
        for (var seed = 1; Environment.TickCount64 < end; seed++, runs++)
        {
            var random = new Random(seed);
            var changed = Change(random, seeds[random.Next(seeds.Length)]);
            var failure = Xunit.Record.Exception(() => Use(changed));
            Assert.True(failure is null or MeasurementException, $"seed {seed}: {failure}");
        }
        Assert.True(runs > 100, $"{runs} runs");
    }

    private static void Use(byte[] file)
    {
        foreach (var record in MeasurementFile.Read(new MemoryStream(file)))
        {
            Convert.Json([record]);
            Convert.Csv([record]);
            Convert.Text([record]);
            _ = (record as Unikraft.Measurements.Pcap.PacketRecord)?.Ip?.Quoted;
        }
    }

    private static byte[] Change(Random random, byte[] seed)
    {
        var bytes = (byte[])seed.Clone();
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = new byte[] { 0, 1, 127, 128, 255, 0x12, (byte)'"', (byte)'\n' }[random.Next(8)];
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = Math.Min(random.Next(40), bytes.Length - Math.Max(at, from));
                    Array.Copy(bytes, from, bytes, at, length);
                    break;
            }
        }
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static byte[] PcapFile(byte linkType = 101) => [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, .. new byte[8], 0, 0, 1, 0, linkType, 0, 0, 0];

    private static byte[] Kind() => Block((4, U8(1)), (10, IPv4(1, 1, 1, 1)), (11, IPv4(2, 2, 2, 2)));

    private static byte[] Dealias(uint probes, byte[] rest) => Record(9, Block((4, U8(1)), (6, U32(probes))), Block((1, U8(1)), (2, U8(1))), Kind(), rest);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"^UK7\d{3}: .+ \(byte \d+\)\. .+\.$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"UK7\d{3}")]
    private static partial Regex Code();
}
