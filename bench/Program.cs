using System.CommandLine;
using System.Runtime.InteropServices;
using Bench;
using Spectre.Console;

const int WidthOfFile = 160;

var image = new Option<string>("--image") { Description = "The image to measure.", DefaultValueFactory = _ => Repository.Image, HelpName = "PATH" };
var reference = new Option<string?>("--reference-image") { Description = "Another image, measured in the same way.", HelpName = "PATH" };
var runs = new Option<int>("--runs") { Description = "Boots for each median.", DefaultValueFactory = _ => 9, HelpName = "N" };
var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
var root = new RootCommand("Measures what the product promises and prints one table.") { image, reference, runs, json };
root.SetAction(async (parsed, cancellation) =>
{
    var images = new List<string> { parsed.GetValue(image)! };
    if (parsed.GetValue(reference) is { } other)
        images.Add(other);
    foreach (var missing in images.Where(path => !File.Exists(path)))
    {
        Console.Error.WriteLine($"UK3002: the image '{missing}' cannot be read: it does not exist. Run ./build.sh first, or give the path of an image.");
        return 1;
    }
    Console.Error.WriteLine("measuring Kconfig");
    var kconfig = KconfigFigures.Measure();
    using var tiny = await TinyImage.BuildAsync(cancellation);
    var figures = new List<ImageFigures>();
    foreach (var path in images)
    {
        Console.Error.WriteLine($"measuring {path}");
        figures.Add(await ImageFigures.MeasureAsync(path, tiny.Path, Math.Max(1, parsed.GetValue(runs)), cancellation));
    }
    Console.Error.WriteLine("measuring builds that have nothing to do");
    var builds = await BuildFigures.MeasureAsync(cancellation);
    var report = Report.Make(figures, builds, kconfig);
    if (parsed.GetValue(json))
        Console.WriteLine(report.ToJson());
    else
    {
        // A file or pipe has no width; a table folded to 80 columns is hard to read.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfFile;
        AnsiConsole.Write(report.ToTable());
    }
    return 0;
});
using var interrupt = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    interrupt.Cancel();
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, interrupt.Token);
