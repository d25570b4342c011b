namespace Labs.Tests;

/// <summary>The figures that the guest must reach on the wire; each run has the machine for itself.</summary>
[Collection(nameof(FigureTests))]
[CollectionDefinition(nameof(FigureTests), DisableParallelization = true)]
public sealed class FigureTests
{
    /// <summary>The errors are those of emulation and of the threads between guest and wire; a busy machine adds its own, so one good round of a few counts.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(Ipv6Lab.Given)]
    public async Task Recorded_round_trip_times_are_those_of_the_capture(string? ipv6)
    {
        // What a busy machine keeps, too; the table of bench has the figures of a free one (0.2 ms, and 2 ms for 99 of 100).
        const int Rounds = 6;
        const double Median = 1, All = 20;
        List<double> best = [double.MaxValue];
        var folder = Directory.CreateTempSubdirectory("labs-test-");
        try
        {
            for (var i = 0; i < Rounds && Worst(best) > 1; i++)
            {
                var errors = new List<double>();
                foreach (var lab in new[] { "ex01", "ex02", "ex04", "ex05", "ex08" })
                {
                    var run = await LabRun.StartAsync(ipv6 is null ? lab : await Ipv6Lab.WriteAsync(folder.FullName, lab, ipv6), "--image", LabRuns.Image());
                    Assert.True(run.ExitCode == 0, run.Errors);
                    Assert.Equal(0, run.Summary.GetProperty("rtt").GetProperty("unmatched").GetInt32());
                    errors.AddRange(run.RttErrors.Select(Math.Abs));
                }
                errors.Sort();
                Assert.True(errors.Count >= 35);
                if (Worst(errors) < Worst(best))
                    best = errors;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Assert.InRange(best[best.Count / 2], 0, Median);
        Assert.InRange(best[^1], 0, All);

        // The figure that is farther from its limit, as a share of it.
        static double Worst(List<double> errors) => Math.Max(errors[errors.Count / 2] / Median, errors[^1] / All);
    }

    /// <summary>
    /// 1,000 destinations at 1,000 probes a second: two probes each, a slot of a millisecond for each probe. Whoever takes the processors away for a quarter of a
    /// second takes slots, too: the best of a few runs counts.
    /// </summary>
    [Theory]
    [InlineData(Target.Microvm, null)]
    [InlineData(Target.Microvm, "--sockets")]
    [InlineData(Target.Linux, null)]
    public async Task A_thousand_destinations_lose_no_slot(Target target, string? option)
    {
        const int Destinations = 1000, Tolerance = 20, Runs = 5;
        var folder = Directory.CreateTempSubdirectory("labs-test-");
        try
        {
            var lab = Path.Combine(folder.FullName, "many.json");
            await File.WriteAllTextAsync(lab, Neighbours(Destinations));
            string[] subject = target == Target.Linux ? ["--program", await LabRuns.ProgramAsync()] : ["--image", LabRuns.Image(), "--memory", "16"];
            var off = double.MaxValue;
            for (var i = 0; i < Runs && off > Tolerance; i++)
            {
                var run = await LabRun.StartAsync(lab, [.. subject, "--", "--pps", "1000", "--parallel", "100", .. option is null ? (string[])[] : [option]]);
                Assert.True(run.ExitCode == 0, run.Errors);
                Assert.Equal(Destinations, run.Reported.Count);
                // More than two probes: an answer came too late. Too few slots: the capture saw the first probe late, or the rate is not kept.
                var slots = run.Summary.GetProperty("probe_seconds").GetDouble() * 1000;
                off = Math.Min(off, Math.Abs(slots - (2 * Destinations - 1)));
            }
            Assert.InRange(off, 0, Tolerance);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_guest_probes_through_sockets_as_well()
    {
        var expected = await File.ReadAllTextAsync(Path.Combine(Repository.Expected, "ex05.txt"));
        var run = await LabRun.StartAsync("ex05", "--image", LabRuns.Image(), "--", "--sockets");
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(expected, run.Transcript());
    }

    [Fact]
    public async Task A_run_completes_with_4_MiB_of_memory()
    {
        var run = await LabRun.StartAsync("ex09", "--image", LabRuns.Image(), "--memory", "4");
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(47, run.Sent);
    }

    /// <summary>A lab whose only router owns all destinations: each costs one probe to trace and one to ping.</summary>
    private static string Neighbours(int count)
    {
        var destinations = string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"30.0.{i / 200}.{i % 200 + 1}\""));
        return $$"""
            {"vp": "172.20.0.2", "routers": [{"name": "D", "left": "20.0.0.2", "also_owns": [{{destinations}}], "te": 64, "er": 64}], "destinations": [{{destinations}}]}
            """;
    }
}
