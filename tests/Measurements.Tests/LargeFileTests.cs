using System.Diagnostics;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Measurements;

namespace Measurements.Tests;

/// <summary>Memory does not grow with the file.</summary>
public sealed class LargeFileTests
{
    private const long Ceiling = 32L << 20;
    private const int Samples = 16;

    [Theory]
    [InlineData("warts", 120)]
    [InlineData("json", 60)]
    [InlineData("csv", 60)]
    public void A_large_file_is_read_in_bounded_memory(string format, int megabytes)
    {
        // List, cycle, measurements over and over, as in files put together with cat.
        var warts = new RandomWarts(9).File(2000);
        var records = Convert.Read(warts);
        var data = format switch { "warts" => warts, "json" => Encoding.UTF8.GetBytes(Convert.Json(records)), _ => Encoding.UTF8.GetBytes(Convert.Csv(records)) };
        var times = (int)(((long)megabytes << 20) / data.Length) + 1;
        // The header of CSV stands once.
        var head = format == "csv" ? Array.IndexOf(data, (byte)'\n') + 1 : 0;
        var stream = new PiecewiseStream(data, int.MaxValue, times, head);
        var perPass = records.Count(IsMeasurement);
        records = [];

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var (measured, most, samples) = (0L, 0L, 0);
        foreach (var record in MeasurementFile.Read(stream))
        {
            measured += IsMeasurement(record) ? 1 : 0;
            if (record.Offset < samples * ((long)megabytes << 20) / Samples)
                continue;
            samples++;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal((long)perPass * times, measured);
        Assert.InRange(samples, Samples, Samples + 1);
        Assert.InRange(most, 1, Ceiling);
        // 1 MB a second would be a hang.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(200), $"{watch.Elapsed}");
    }

    /// <summary>The command reads standard input with a heap that may not grow beyond 64 MiB: what would go beyond ends the process.</summary>
    [Theory]
    [InlineData(1024, false)]
    [InlineData(256, true)]
    public async Task A_gigabyte_goes_through_the_command_in_64_MiB(int megabytes, bool isGzip)
    {
        // Most of it are traces whose replies have long extensions, which are quickly read; some has every kind of measurement.
        byte[] extension = [.. WartsBytes.U16(50_004), .. WartsBytes.U16(50_000), 2, 1, .. new byte[50_000]];
        var trace = WartsBytes.Trace([.. Enumerable.Repeat(WartsBytes.Hop((17, extension)), 40)]);
        byte[] piece = [.. new RandomWarts(11).File(100), .. trace, .. trace];
        var times = (int)(((long)megabytes << 20) / piece.Length) + 1;
        // Members in a row are one file.
        if (isGzip)
            piece = Convert.Gzip(piece);
        var lines = new LineCount();
        var result = await Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "measurements.dll"), "--format", "json", "-"])
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" })
            .WithStandardInputPipe(PipeSource.FromStream(new PiecewiseStream(piece, int.MaxValue, times)))
            .WithStandardOutputPipe(PipeTarget.ToStream(lines)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.True(result is { ExitCode: 0, StandardError: "" }, result.StandardError);
        // Start and end of the cycle and 102 measurements.
        Assert.Equal(104L * times, lines.Count);
    }

    private static bool IsMeasurement(Record record) => record is TraceRecord or PingRecord or TracelbRecord or DealiasRecord;

    /// <summary>Counts line feeds and keeps nothing.</summary>
    private sealed class LineCount : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Count += buffer.AsSpan(offset, count).Count((byte)'\n');

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
