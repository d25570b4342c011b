using System.IO.Compression;
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
        // Of an extension object that is no label stack the line has the length only; those of tracelb are written, not read.
        var lines = Convert.Lines(Convert.Json(Convert.Read(Random)))
            .Where(line => !line.Contains("\"ie_cn\":2", StringComparison.Ordinal) && !line.Contains("\"type\":\"tracelb\"", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 400);
        Convert.AssertSameLines(lines, Convert.Lines(Convert.Json(Convert.Read(string.Join('\n', lines)))));
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
        byte[] gzip = [.. Compress(Random[..half]), .. Compress(Random[half..])];
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

    private static byte[] Compress(byte[] data)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(data);
        return stream.ToArray();
    }
}
