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
        var unknown = Convert.Read([.. Start, .. Record(9, [1, 2, 3]), .. Record(5, [1, 1, 1, 1, 1, 1]), .. Ping([])]).OfType<UnknownRecord>().ToList();
        Assert.Equal([("9", 11L), ("5", 14L)], unknown.Select(record => (record.Type, record.Length)));
        Assert.Equal("tracelb", Assert.IsType<UnknownRecord>(Convert.Read("{\"type\":\"tracelb\", \"x\":[1]}").Single()).Type);
    }

    /// <summary>Random changes of files of every format for a few seconds; the seed of a failure is in its message.</summary>
    [Fact]
    public void Changed_files_are_read_or_refused()
    {
        var warts = new RandomWarts(8).File(20);
        var records = Convert.Read(warts);
        byte[][] seeds =
        [
            warts, Repository.Sample("tnt-dpr.warts"), Repository.Sample("tnt-uhp-buddy.warts"), Bytes(Convert.Json(records)), Bytes(Convert.Csv(records)),
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

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"^UK7\d{3}: .+ \(byte \d+\)\. .+\.$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"UK7\d{3}")]
    private static partial Regex Code();
}
