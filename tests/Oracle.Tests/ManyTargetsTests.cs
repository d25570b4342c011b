using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Oracle.Tests.Topology;
using Unikraft.Measurements;
using Xunit.Abstractions;

namespace Oracle.Tests;

/// <summary>
/// One guest, many destinations: memory is bounded, results leave as they are finished. MANY_TARGETS (10000) is the length of the list.
/// </summary>
public sealed class ManyTargetsTests(ITestOutputHelper output)
{
    private const int Killed = 2000;
    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("MANY_TARGETS") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public Task A_guest_of_4_MiB_traces_a_long_list() => TraceAsync(Many, memoryMiB: 4, inFlight: 40);

    /// <summary>More probes than the queue of the device has room for, and than netlab answers at once: each waits for its place.</summary>
    [Fact]
    public Task A_guest_with_500_in_flight_loses_no_probe() => TraceAsync(4_000, memoryMiB: 8, inFlight: 500);

    private async Task TraceAsync(int count, int memoryMiB, int inFlight)
    {
        var folder = Directory.CreateTempSubdirectory("many-");
        try
        {
            var time = Stopwatch.StartNew();
            var (status, errors) = await RunAsync(folder, count, ["--memory", $"{memoryMiB}"], ["--parallel", $"{inFlight}", "--pps", "10000", "--quiet", "--seed", "1"], stopAfter: null);
            output.WriteLine($"{count} destinations in {time.Elapsed.TotalSeconds:F1} s");

            Assert.True(status == 0, errors);
            var paths = Traces(folder, "out.warts");
            Assert.Equal(Destinations(count).Order(), paths.Select(path => path.Destination.ToString()).Order());
            Assert.All(paths, path => Assert.Equal(3, path.Tnt!.Hops.Count(hop => hop.IsRevealed)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_guest_that_is_killed_has_lost_nothing_finished_and_is_resumed()
    {
        var folder = Directory.CreateTempSubdirectory("many-");
        try
        {
            // As fast as it can, so that several are finished at a time; it is killed when a quarter of the list is there.
            string[] arguments = ["--parallel", "40", "--json", "/paths.json", "--pps", "10000", "--quiet", "--seed", "7"];
            var warts = Path.Combine(folder.FullName, "out.warts");
            await RunAsync(folder, Killed, ["--memory", "4"], arguments, stopAfter: () => File.Exists(warts) && new FileInfo(warts).Length > 300_000);
            // A line follows its record, so what has a whole line has a record.
            var finished = Traces(folder, "paths.json");
            var found = Traces(folder, "out.warts");
            output.WriteLine($"killed after {found.Count} of {Killed}");
            Assert.InRange(finished.Count, 10, Killed - 1);
            Assert.Subset(found.Select(path => path.Destination).ToHashSet(), finished.Select(path => path.Destination).ToHashSet());
            Assert.All(found, path => Assert.Equal(3, path.Tnt!.Hops.Count(hop => hop.IsRevealed)));

            var (status, errors) = await RunAsync(folder, Killed, ["--memory", "4"], [.. arguments[..^2], "--resume"], stopAfter: null);

            Assert.True(status == 0, errors);
            Assert.Contains($"resumed: {found.Count} done", errors, StringComparison.Ordinal);
            var paths = Traces(folder, "out.warts");
            Assert.Equal(Destinations(Killed).Order(), paths.Select(path => path.Destination.ToString()).Order());
            Assert.Equal(Killed, (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "paths.json"))).Length);
            // User ids go on in the order of the first run.
            Assert.Equal(Enumerable.Range(1, Killed), paths.Select(path => (int)path.UserId).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Destinations(int count) => Enumerable.Range(0, count).Select(i => $"21.{i >> 16}.{(i >> 8) & 255}.{i & 255}");

    /// <summary>Worked example 4 with a destination that has many addresses.</summary>
    private static string Lab(int count)
    {
        var names = new[] { "CE1", "PE1", "P1", "P2", "P3", "PE2", "CE2", "D" };
        return new TopologyFile
        {
            Case = "many",
            Vp = "172.20.0.2",
            Routers =
            [
                .. names.Select((name, i) => new RouterRow
                {
                    Name = name,
                    Left = $"20.0.{i}.2",
                    Right = name == "D" ? null : $"20.0.{i + 1}.1",
                    AlsoOwns = name == "D" ? [.. Destinations(count)] : [],
                    Te = name == "D" ? 64 : 255,
                    Er = name is "D" or "PE1" or "P1" or "P2" or "P3" or "PE2" ? 64 : 255,
                    Rfc4950 = true,
                }),
            ],
            Lsps = [new LspRow { Ingress = "PE1", Egress = "PE2", TtlPropagate = false, Pop = "PHP", Policy = "loopback only", Directions = ["forward", "return"] }],
            Destinations = [.. Destinations(count)],
        }.ToJson();
    }

    private async Task<(int Status, string Errors)> RunAsync(DirectoryInfo folder, int count, string[] netlab, string[] prober, Func<bool>? stopAfter)
    {
        Assert.True(File.Exists(Repository.Image), $"no image {Repository.Image}: run ./build.sh");
        var lab = Path.Combine(folder.FullName, "many.json");
        await File.WriteAllTextAsync(lab, Lab(count));
        using var interrupt = new CancellationTokenSource();
        // A shell's background job starts its children with SIGINT ignored, and so may whoever runs the tests.
        var run = Cli.Wrap("env")
            .WithArguments(["--default-signal", "dotnet", Path.Combine(AppContext.BaseDirectory, "netlab.dll"), lab, "--image", Repository.Image, "--kvm", "off", "--timeout", "600",
                "--output", folder.FullName, .. netlab, "--", .. prober])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, CancellationToken.None, interrupt.Token);
        if (stopAfter is not null)
        {
            while (!run.Task.IsCompleted && !stopAfter())
                await Task.Delay(20);
            await interrupt.CancelAsync();
        }
        try
        {
            var result = await run;
            return (result.ExitCode, result.StandardOutput + result.StandardError);
        }
        catch (OperationCanceledException)
        {
            return (130, "");
        }
    }

    /// <summary>The traces of a file; of one that was cut off those before.</summary>
    private static List<TraceRecord> Traces(DirectoryInfo folder, string name)
    {
        var traces = new List<TraceRecord>();
        try
        {
            foreach (var trace in MeasurementFile.Read(Path.Combine(folder.FullName, name)).OfType<TraceRecord>())
                traces.Add(trace);
        }
        catch (MeasurementException failure) when (failure.Code is "UK7003" or "UK7010")
        {
        }
        return traces;
    }
}
