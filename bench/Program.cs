using System.CommandLine;
using System.Runtime.InteropServices;
using Bench;
using Spectre.Console;

const int WidthOfFile = 160;

var image = new Option<string>("--image") { Description = "The image to measure.", DefaultValueFactory = _ => Repository.Image, HelpName = "PATH" };
var reference = new Option<string?>("--reference-image") { Description = "Another image, measured in the same way.", HelpName = "PATH" };
var runs = new Option<int>("--runs") { Description = "Boots for each median.", DefaultValueFactory = _ => 9, HelpName = "N" };
var most = new Option<int>("--microlibraries") { Description = "Generated microlibraries of the largest application of the curve; 0 leaves the curve out.", DefaultValueFactory = _ => 1000, HelpName = "N" };
var only = new Option<bool>("--builds-only") { Description = "Measure builds only, no image." };
var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
var blocks = new Option<bool>("--blocks") { Description = "Count the blocks of code of a one-hop run by function, and nothing else." };
var onXen = new Option<bool>("--xen") { Description = "Measure the image for Xen, in the test bed, and nothing else." };
var minute = new Option<bool>("--minute") { Description = "Measure the rate over a minute at 10, 1,000 and 10,000 probes a second, and nothing else." };
var root = new RootCommand("Measures what the product promises and prints one table.") { image, reference, runs, most, only, json, blocks, onXen, minute };
root.SetAction(async (parsed, cancellation) =>
{
    var count = Math.Max(1, parsed.GetValue(runs));
    if (parsed.GetValue(onXen))
    {
        if (File.Exists(Repository.XenImage))
            return Print(Report.Make(Repository.XenImage, await XenFigures.MeasureAsync(Repository.XenImage, count, cancellation)), parsed.GetValue(json));
        return Missing(Repository.XenImage);
    }
    var images = new List<string> { parsed.GetValue(image)! };
    if (parsed.GetValue(reference) is { } other)
        images.Add(other);
    if (images.Find(path => !File.Exists(path)) is { } missing)
        return Missing(missing);
    if (parsed.GetValue(blocks))
        return PrintBlocks(await CodeFigures.MeasureAsync(images[0], cancellation));
    if (parsed.GetValue(minute))
        return Print(Report.Make(images[0], await MinutesAsync(images[0], cancellation)), parsed.GetValue(json));
    Console.Error.WriteLine("measuring Kconfig");
    var kconfig = KconfigFigures.Measure();
    using var tiny = await TinyImage.BuildAsync(cancellation);
    var figures = new List<ImageFigures>();
    foreach (var path in parsed.GetValue(only) ? [] : images)
    {
        Console.Error.WriteLine($"measuring {path}");
        figures.Add(await ImageFigures.MeasureAsync(path, tiny.Path, count, cancellation));
    }
    Console.Error.WriteLine("measuring builds that have nothing to do");
    var builds = await BuildFigures.MeasureAsync(cancellation);
    Console.Error.WriteLine("measuring clean builds");
    var clean = await CleanBuild.MeasureAsync(cancellation);
    Console.Error.WriteLine("measuring applications with many microlibraries");
    var curve = parsed.GetValue(most) < 8 ? [] : await Scale.MeasureAsync(parsed.GetValue(most), cancellation);
    Console.Error.WriteLine("measuring round-trip times beside Debian's scamper");
    var debian = await DebianFigures.MeasureAsync(cancellation);
    return Print(Report.Make(images, figures, builds, kconfig, [debian.ToRow(), .. BuildRows.Make(clean, curve)]), parsed.GetValue(json));
});
using var interrupt = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    interrupt.Cancel();
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, interrupt.Token);

static async Task<IReadOnlyList<(int, double?)>> MinutesAsync(string image, CancellationToken cancellation)
{
    var minutes = new List<(int, double?)>();
    foreach (var rate in new[] { 10, 1_000, 10_000 })
    {
        Console.Error.WriteLine($"measuring a minute at {rate} probes a second");
        minutes.Add((rate, await RateFigures.MeasureMinuteAsync(image, rate, cancellation)));
    }
    return minutes;
}

static int PrintBlocks(CodeFigures code)
{
    foreach (var (function, count) in code.Functions)
        Console.WriteLine($"{count,6} {function}");
    Console.WriteLine($"{code.OneHop,6} in the one-hop run after boot\n{code.FirstProbe,6} from the start to the first probe");
    return 0;
}

static int Missing(string image)
{
    Console.Error.WriteLine($"UK3002: the image '{image}' cannot be read: it does not exist. Run ./build.sh first, or give the path of an image.");
    return 1;
}

static int Print(Report report, bool json)
{
    if (json)
    {
        Console.WriteLine(report.ToJson());
        return 0;
    }
    // A file or pipe has no width; a table folded to 80 columns is hard to read.
    if (Console.IsOutputRedirected)
        AnsiConsole.Profile.Width = WidthOfFile;
    AnsiConsole.Write(report.ToTable());
    return 0;
}
