using System.IO.Compression;
using System.Text;
using Unikraft.Measurements;
using Unikraft.Measurements.Csv;
using Unikraft.Measurements.Json;
using Unikraft.Measurements.PlainText;

namespace Measurements.Tests;

/// <summary>Records as text of the formats.</summary>
internal static class Convert
{
    public static string Json(IEnumerable<Record> records) => Write(records, stream => new JsonLinesWriter(stream));

    public static string Csv(IEnumerable<Record> records) => Write(records, stream => new CsvWriter(stream));

    public static string Text(IEnumerable<Record> records) => Write(records, stream => new ScamperTextWriter(stream));

    public static List<Record> Read(byte[] file, ReadOptions? options = null) => [.. MeasurementFile.Read(new MemoryStream(file), options)];

    public static List<Record> Read(string file) => Read(Encoding.UTF8.GetBytes(file));

    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Compares lines one by one, so that a failure shows the line.</summary>
    public static void AssertSameLines(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        foreach (var (one, other) in expected.Zip(actual))
            Assert.Equal(one, other);
        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>Compressed, as one member.</summary>
    public static byte[] Gzip(byte[] data)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(data);
        return stream.ToArray();
    }

    private static string Write(IEnumerable<Record> records, Func<Stream, RecordWriter> make)
    {
        var stream = new MemoryStream();
        using (var writer = make(stream))
        {
            foreach (var record in records)
                writer.Write(record);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
