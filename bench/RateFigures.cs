using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>Probes a second on netlab's wire, the same traces by different probers that are asked for the most their engines allow.</summary>
/// <param name="Device">The guest past its sockets.</param>
/// <param name="Sockets">The guest through its sockets.</param>
/// <param name="Scamper">Debian's scamper on Linux, through a TUN device.</param>
internal sealed record RateFigures(double? Device, double? Sockets, double? Scamper)
{
    private const int Routers = 40;
    private const int Destinations = 200;
    private const int Minute = 60;
    private const int InProgress = 100;

    // What waits for an answer while the host does something else for a tenth of a second: or there is nothing to send when it is back.
    private const int InProgressOfMinute = 1000;
    private const int Wanted = 10_000;

    /// <summary>Measures an image and scamper on traces of 41 hops to 200 destinations.</summary>
    public static async Task<RateFigures> MeasureAsync(string image, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("bench-rate-");
        try
        {
            var lab = Path.Combine(folder.FullName, "many.json");
            var list = Path.Combine(folder.FullName, "many.txt");
            var destinations = Addresses(Destinations);
            await File.WriteAllTextAsync(lab, LabOf(destinations), cancellation);
            await File.WriteAllLinesAsync(list, destinations, cancellation);
            string[] guest = ["--image", image, "--memory", "32", "--kvm", "off", "--", "--pps", $"{Wanted}", "--parallel", $"{InProgress}", "--quiet"];
            return new RateFigures(
                await RunAsync(lab, guest, cancellation),
                await RunAsync(lab, [.. guest, "--sockets"], cancellation),
                await RunAsync(lab, ["--exec", "--", "scamper", "-p", $"{Wanted}", "-w", $"{InProgress}", "-O", "warts", "-o", Path.Combine(folder.FullName, "many.warts"),
                    "-c", "trace -P icmp-paris", "-f", list], cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a guest past its sockets sends in a second, over as many such traces as take a minute at the rate it is asked for.</summary>
    public static async Task<double?> MeasureMinuteAsync(string image, int rate, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("bench-rate-");
        try
        {
            var lab = Path.Combine(folder.FullName, "minute.json");
            // A trace has a probe for each router and one for the destination, which is then pinged.
            await File.WriteAllTextAsync(lab, LabOf(Addresses(Minute * rate / (Routers + 2))), cancellation);
            return await RunAsync(lab, ["--image", image, "--memory", "32", "--kvm", "off", "--", "--pps", $"{rate}", "--parallel", $"{InProgressOfMinute}", "--quiet"], cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"30.{i / 10_000}.{i / 100 % 100}.{i % 100 + 1}")];

    private static string LabOf(List<string> destinations)
    {
        var routers = Enumerable.Range(0, Routers).Select(i => new JsonObject
        {
            ["name"] = $"R{i}",
            ["left"] = $"20.0.{i}.2",
            ["right"] = $"20.0.{i + 1}.1",
            ["te"] = 255,
            ["er"] = 255,
        }).Append(new JsonObject
        {
            ["name"] = "D",
            ["left"] = $"20.0.{Routers}.2",
            ["also_owns"] = new JsonArray([.. destinations.Select(address => JsonValue.Create(address))]),
            ["te"] = 64,
            ["er"] = 64,
        });
        return new JsonObject
        {
            ["vp"] = "172.20.0.2",
            ["routers"] = new JsonArray([.. routers]),
            ["destinations"] = new JsonArray([.. destinations.Select(address => JsonValue.Create(address))]),
        }.ToJsonString();
    }

    /// <summary>Runs netlab; null when the prober failed.</summary>
    private static async Task<double?> RunAsync(string lab, string[] prober, CancellationToken cancellation)
    {
        var results = Directory.CreateTempSubdirectory("bench-rate-");
        try
        {
            var run = await Cli.Wrap("dotnet")
                .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), lab, "--timeout", "300", "--output", Path.Combine(results.FullName, "out"), .. prober])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
            var summary = run.StandardOutput.LastIndexOf("{\n  \"lab\"", StringComparison.Ordinal);
            if (run.ExitCode != 0 || summary < 0)
                return null;
            using var json = JsonDocument.Parse(run.StandardOutput[summary..]);
            return (json.RootElement.GetProperty("probes_sent").GetInt32() - 1) / json.RootElement.GetProperty("probe_seconds").GetDouble();
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }
}
