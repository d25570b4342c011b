using System.Diagnostics;
using System.Text;
using Unikraft.Measurements;

namespace Measurements.Tests;

/// <summary>Memory does not grow with the file.</summary>
public sealed class LargeFileTests
{
    private const long Ceiling = 32L << 20;

    [Theory]
    [InlineData("warts", 200)]
    [InlineData("json", 30)]
    [InlineData("csv", 30)]
    public void A_large_file_is_read_in_bounded_memory(string format, int megabytes)
    {
        // List, cycle, traces and pings over and over, as in files put together with cat.
        var warts = new RandomWarts(9).File(2000);
        var records = Convert.Read(warts);
        var data = format switch { "warts" => warts, "json" => Encoding.UTF8.GetBytes(Convert.Json(records)), _ => Encoding.UTF8.GetBytes(Convert.Csv(records)) };
        var times = (int)(((long)megabytes << 20) / data.Length) + 1;
        // The header of CSV stands once.
        var head = format == "csv" ? Array.IndexOf(data, (byte)'\n') + 1 : 0;
        var stream = new PiecewiseStream(data, int.MaxValue, times, head);
        var perPass = records.Count(record => record is TraceRecord or PingRecord);
        records = [];

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var (measured, most) = (0L, 0L);
        foreach (var record in MeasurementFile.Read(stream))
        {
            if (record is TraceRecord or PingRecord && ++measured % 100_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal((long)perPass * times, measured);
        Assert.InRange(most, 0, Ceiling);
        // 1 MB a second would be a hang; real figures are in docs/measurements.md.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(200), $"{watch.Elapsed}");
    }
}
