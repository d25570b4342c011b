using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Bench;

/// <summary>The table.</summary>
internal sealed record Report(IReadOnlyList<string> Images, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Puts the figures into rows.</summary>
    public static Report Make(IReadOnlyList<string> paths, IReadOnlyList<ImageFigures> images, BuildFigures builds, KconfigFigures kconfig, IReadOnlyList<Row> more)
    {
        IReadOnlyList<double?> Of(Func<ImageFigures, double?> figure) => images.Count == 0 ? First(null) : [.. images.Select(figure)];
        IReadOnlyList<double?> First(double? value) => [value, .. Enumerable.Repeat<double?>(null, paths.Count - 1)];
        var tiny = images.Count == 0 ? null : images[0].TinyMs;
        return new Report(paths,
        [
            new Row("image size, bytes", Of(image => image.SizeBytes), "target", null, "at most 400,000", 400_000, "N0"),
            new Row("guest memory for a run on ex04, MiB", Of(image => image.MemoryMiB), "target", null, "at most 4", 4, "0"),
            new Row("QEMU start to first probe, ms", Of(image => image.FirstProbeMs), "QEMU start to first byte of the smallest PVH guest", tiny, "at most 2 x", 2 * tiny, "0.0"),
            new Row("one-hop run after boot, ms", Of(image => image.OneHopMs), "target", null, "at most 20, wanted 5", 20, "0.00"),
            new Row("one-hop run, code translated before, ms", Of(image => image.NextHopMs), "target", null, "at most 5", 5, "0.00"),
            new Row("blocks of code, QEMU start to first probe", Of(image => image.Code.FirstProbe), "none", null, "none", null, "N0"),
            new Row("blocks of code, one-hop run after boot", Of(image => image.Code.OneHop), "none", null, "none", null, "N0"),
            new Row("CPU of a waiting guest, % of a core", Of(image => image.IdlePercent), "target", null, "below 2", 1.99, "0.00"),
            new Row("RTT error, median, ms", Of(image => image.RttMedianMs), "capture of netlab", 0, "at most 0.2", 0.2, "0.000"),
            new Row("RTT error, 99 of 100, ms", Of(image => image.Rtt99Ms), "capture of netlab", 0, "at most 2", 2, "0.000"),
            new Row("RTT error, greatest, ms", Of(image => image.RttMaxMs), "capture of netlab", 0, "at most 20", 20, "0.000"),
            new Row("probes a second of 10,000 wanted, past the sockets", Of(image => image.Rate.Device), "Debian's scamper on Linux", images.Count == 0 ? null : images[0].Rate.Scamper, "none", null, "N0"),
            new Row("probes a second of 10,000 wanted, through sockets", Of(image => image.Rate.Sockets), "Debian's scamper on Linux", images.Count == 0 ? null : images[0].Rate.Scamper, "none", null, "N0"),
            new Row("build of uTNT with nothing to do, s", First(builds.Utnt), "the same of an empty Unikraft.Sdk application", builds.EmptyApplication, "at most 0.3 more", builds.EmptyApplication + 0.3, "0.00"),
            new Row("build of uTNT with nothing to do, s", First(builds.Utnt), "the same of an empty C# library", builds.EmptyCSharp, "at most 0.3 more", builds.EmptyCSharp + 0.3, "0.00"),
            new Row("20,000 Kconfig symbols, parsed and resolved, warm, ms", First(kconfig.WarmMs), "the first run of a process", kconfig.FirstMs, "at most 500", 500, "0"),
            new Row("build --no-restore -m:1 with nothing to do, s", First(builds.Loop), "MSBuild's common files and an empty target, by an SDK of a NuGet package", builds.Floor, "at most 0.1 more", builds.Floor + 0.1, "0.00"),
            new Row("build --no-restore -m:1 with nothing to do, s", First(builds.Loop), "the same files without an SDK to find", builds.BareFloor, "", null, "0.00"),
            .. more.Select(row => row with { Values = First(row.Values[0]) }),
        ]);
    }

    /// <summary>Puts the figures of the image for Xen into rows.</summary>
    public static Report Make(string image, XenFigures xen) => new([image],
    [
        new Row("image size, bytes", [xen.SizeBytes], "target", null, "at most 400,000", 400_000, "N0"),
        new Row("guest memory for a run on ex04, MiB", [xen.MemoryMiB], "target", null, "at most 4", 4, "0"),
        new Row("xl create to first probe, ms", [xen.FirstProbeMs], "xl create to first byte of an empty PVH guest", xen.TinyMs, "at most 2 x", 2 * xen.TinyMs, "0"),
        new Row("RTT error, median, ms", [xen.RttMedianMs], "capture of netlab", 0, "at most 20", 20, "0.000"),
        new Row("RTT error, greatest, ms", [xen.RttMaxMs], "capture of netlab", 0, "at most 200", 200, "0.000"),
    ]);

    /// <summary>Puts the probes a second that came out of those asked for into rows.</summary>
    public static Report Make(string image, IReadOnlyList<(int Rate, double? Measured)> minutes) => new([image],
    [
        .. minutes.Select(minute => new Row($"error of the rate over a minute at {minute.Rate:N0} probes a second, %", [Error(minute.Rate, minute.Measured)],
            "probes a second on netlab's wire", minute.Measured, "at most 1", 1, "0.00")),
    ]);

    private static double? Error(int rate, double? measured) => measured is { } value ? 100 * Math.Abs(value / rate - 1) : null;

    /// <summary>For people.</summary>
    public Table ToTable()
    {
        var table = new Table().AddColumn("figure");
        foreach (var image in Images)
            table.AddColumn(new TableColumn(Markup.Escape(Path.GetFileName(image))).RightAligned());
        table.AddColumn("compared to").AddColumn("target").AddColumn("reached");
        foreach (var row in Rows)
        {
            table.AddRow([
                row.Figure,
                .. row.Values.Select(value => Text(value, row.Format)),
                row.Baseline is { } baseline ? $"{row.ComparedTo}: {Text(baseline, row.Format)}" : row.ComparedTo,
                row.Target,
                row.Reached switch { true => "[green]yes[/]", false => "[red]no[/]", null => "?" },
            ]);
        }
        return table;
    }

    /// <summary>For programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
