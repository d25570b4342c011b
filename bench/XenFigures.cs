using Unikraft.Build.Machines;
using Xen.Bed;

namespace Bench;

/// <summary>What is measured of the image for Xen, in the test bed (docs/xen-testbed.md).</summary>
internal sealed record XenFigures
{
    private const string Vif = "mac=00:16:3e:00:00:02";
    private const int Memory = 4;
    private const int LargestMemory = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of the file.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Smallest memory in MiB with which a run on ex04 ends well.</summary>
    public required int? MemoryMiB { get; init; }

    /// <summary><c>xl create</c> to the first probe on the wire behind the bridge, median in milliseconds.</summary>
    public required double? FirstProbeMs { get; init; }

    /// <summary><c>xl create</c> to the first byte of an empty guest with the same devices, median in milliseconds.</summary>
    public required double? TinyMs { get; init; }

    /// <summary>Median error of recorded round-trip times, in milliseconds.</summary>
    public required double? RttMedianMs { get; init; }

    /// <summary>Greatest error of recorded round-trip times, in milliseconds.</summary>
    public required double? RttMaxMs { get; init; }

    /// <summary>Boots the bed and measures; guests of both kinds alternate.</summary>
    public static async Task<XenFigures> MeasureAsync(string image, int runs, CancellationToken cancellation)
    {
        await using var bed = await XenBed.StartAsync(cancellation);
        await TinyGuest.BuildAsync(Path.Combine(bed.Folder, "tiny"));
        bed.Put(image);
        var first = new List<double>();
        var tinyFirst = new List<double>();
        var rtt = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await TinyAsync(bed, $"tiny-{i}") is { } tiny)
                tinyFirst.Add(tiny);
            var run = await RunAsync(bed, image, $"run-{i}", Memory);
            if (run.FirstProbeMs is { } probe)
                first.Add(probe);
            rtt.AddRange(run.Summary.Rtt.ErrorsMs.Select(Math.Abs));
        }
        return new XenFigures
        {
            SizeBytes = new FileInfo(image).Length,
            MemoryMiB = await FindMemoryAsync(bed, image),
            FirstProbeMs = Statistics.Median(first),
            TinyMs = Statistics.Median(tinyFirst),
            RttMedianMs = Statistics.Median(rtt),
            RttMaxMs = rtt.Count == 0 ? null : rtt.Max(),
        };
    }

    private static Task<LabOnXen> RunAsync(XenBed bed, string image, string name, int memoryMiB) =>
        LabOnXen.RunAsync(bed, name, Config(image, memoryMiB), [], Repository.Lab("ex04"), Limit);

    private static string Config(string image, int memoryMiB) =>
        XlConfiguration.For(new Machine(image) { MemoryMiB = memoryMiB, Vifs = [Vif] }, "prober").Value!;

    private static async Task<double?> TinyAsync(XenBed bed, string name)
    {
        Directory.CreateDirectory(Path.Combine(bed.Folder, name));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var guest = bed.Create(name, TinyGuest.Config("/host/tiny", "print first"), [$"vif=[ \"{Vif}\" ]", LabOnXen.Share(name)]);
        var came = await guest.WaitForAsync("tiny guest: ", Limit);
        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await guest.WaitAsync(Limit);
        return came ? elapsed : null;
    }

    private static async Task<int?> FindMemoryAsync(XenBed bed, string image)
    {
        for (var memory = 1; memory <= LargestMemory; memory = memory < 8 ? memory + 1 : memory * 2)
        {
            var run = await RunAsync(bed, image, $"memory-{memory}", memory);
            if (run is { End: { Outcome: GuestOutcome.PoweredOff, Status: 0 }, Summary.Rtt.Compared: > 0 })
                return memory;
        }
        return null;
    }
}
