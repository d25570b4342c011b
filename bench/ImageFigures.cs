using System.Globalization;
using Netlab.Model;

namespace Bench;

/// <summary>What is measured of one image; null where the image does not do what is measured.</summary>
internal sealed record ImageFigures
{
    private const int Memory = 8;
    private const int LargestMemory = 128;

    // A run has eight round-trip times: of so many the 99th of 100 is not just the greatest.
    private const int TunnelsPerRun = 3;

    private const string HopsInTurn = "hops-in-turn";
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(8);

    /// <summary>Path of the image.</summary>
    public required string Image { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Smallest memory in MiB with which a run on ex04 ends well and prints its trace.</summary>
    public required int? MemoryMiB { get; init; }

    /// <summary>Start of QEMU to the first probe, median in milliseconds.</summary>
    public required double? FirstProbeMs { get; init; }

    /// <summary>Start of QEMU to the first byte of the smallest guest on the same machine, median in milliseconds.</summary>
    public required double? TinyMs { get; init; }

    /// <summary>A run with one hop, between the guest's marks, median in milliseconds.</summary>
    public required double? OneHopMs { get; init; }

    /// <summary>Another such run in the same guest, whose code is translated then; mean of many, in milliseconds.</summary>
    public double? NextHopMs => (HopsInTurnMs - OneHopMs) / (LabReader.ReadFile(Repository.Lab(HopsInTurn)).Destinations.Count - 1);

    /// <summary>Such runs one after the other in one guest, median in milliseconds.</summary>
    public required double? HopsInTurnMs { get; init; }

    /// <summary>Blocks of code of such a run.</summary>
    public required CodeFigures Code { get; init; }

    /// <summary>Share of a core that QEMU uses while the guest waits, in percent.</summary>
    public required double? IdlePercent { get; init; }

    /// <summary>Median error of recorded round-trip times, in milliseconds.</summary>
    public required double? RttMedianMs { get; init; }

    /// <summary>Error of recorded round-trip times that 99 of 100 do not exceed, in milliseconds.</summary>
    public required double? Rtt99Ms { get; init; }

    /// <summary>Greatest error of recorded round-trip times, in milliseconds.</summary>
    public required double? RttMaxMs { get; init; }

    /// <summary>Probes a second.</summary>
    public required RateFigures Rate { get; init; }

    /// <summary>Measures an image; boots of it and of the smallest guest alternate.</summary>
    public static async Task<ImageFigures> MeasureAsync(string image, string tiny, int runs, CancellationToken cancellation)
    {
        var first = new List<double>();
        var tinyFirst = new List<double>();
        var oneHop = new List<double>();
        var inTurn = new List<double>();
        var rtt = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            var smallest = await LabBoot.RunAsync(tiny, "one-hop", Memory, null, cancellation);
            Add(tinyFirst, smallest.Boot.FirstOutputMs);
            var hop = await LabBoot.RunAsync(image, "one-hop", Memory, null, cancellation);
            Add(first, hop.Boot.FirstProbeMs);
            Add(oneHop, hop.Succeeded ? hop.RunMs : null);
            var hops = await LabBoot.RunAsync(image, HopsInTurn, Memory, null, cancellation);
            Add(inTurn, hops.Succeeded ? hops.RunMs : null);
            for (var j = 0; j < TunnelsPerRun; j++)
            {
                var tunnel = await LabBoot.RunAsync(image, "ex04", Memory, null, cancellation);
                rtt.AddRange(tunnel.Rtt.ErrorsMs.Select(Math.Abs));
            }
        }
        return new ImageFigures
        {
            Image = image,
            SizeBytes = new FileInfo(image).Length,
            MemoryMiB = await FindMemoryAsync(image, cancellation),
            FirstProbeMs = Statistics.Median(first),
            TinyMs = Statistics.Median(tinyFirst),
            OneHopMs = Statistics.Median(oneHop),
            HopsInTurnMs = Statistics.Median(inTurn),
            Code = await CodeFigures.MeasureAsync(image, cancellation),
            IdlePercent = await FindIdleAsync(image, cancellation),
            RttMedianMs = Statistics.Median(rtt),
            Rtt99Ms = Statistics.Percentile(rtt, 99),
            RttMaxMs = rtt.Count == 0 ? null : rtt.Max(),
            Rate = await RateFigures.MeasureAsync(image, cancellation),
        };

        static void Add(List<double> values, double? value)
        {
            if (value is { } known)
                values.Add(known);
        }
    }

    private static async Task<int?> FindMemoryAsync(string image, CancellationToken cancellation)
    {
        for (var memory = 1; memory <= LargestMemory; memory = memory < 8 ? memory + 1 : memory * 2)
        {
            var run = await LabBoot.RunAsync(image, "ex04", memory, null, cancellation);
            if (run is { Succeeded: true, Rtt.Compared: > 0 })
                return memory;
        }
        return null;
    }

    /// <summary>CPU time of QEMU while the guest sends one probe a second to somebody who never answers.</summary>
    private static async Task<double?> FindIdleAsync(string image, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var measured = Task.FromResult<double?>(null);
        try
        {
            await LabBoot.RunAsync(image, "waiting", Memory, process => measured = WatchAsync(process, enough), enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        return await measured;
    }

    private static async Task<double?> WatchAsync(int process, CancellationTokenSource enough)
    {
        try
        {
            await Task.Delay(IdleAfter, enough.Token);
            var before = CpuSeconds(process);
            await Task.Delay(IdleFor, enough.Token);
            var used = CpuSeconds(process) - before;
            await enough.CancelAsync();
            return used / IdleFor.TotalSeconds * 100;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The guest ended earlier than it should: it did not wait.
            return null;
        }
    }

    /// <summary>User and system time of a process (proc(5), /proc/pid/stat, fields 14 and 15, in hundredths of a second).</summary>
    private static double CpuSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Skip(11).Take(2).Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / 100;
    }
}
