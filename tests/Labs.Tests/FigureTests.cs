namespace Labs.Tests;

/// <summary>The figures that the guest must reach on the wire; each run has the machine for itself.</summary>
public sealed class FigureTests
{
    [Fact]
    public async Task Recorded_round_trip_times_are_those_of_the_capture()
    {
        var errors = new List<double>();
        foreach (var lab in new[] { "ex01", "ex02", "ex04", "ex05", "ex08" })
        {
            var run = await LabRun.StartAsync(lab, "--image", LabRuns.Image());
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(0, run.Summary.GetProperty("rtt").GetProperty("unmatched").GetInt32());
            errors.AddRange(run.RttErrors.Select(Math.Abs));
        }
        errors.Sort();
        Assert.True(errors.Count >= 35);
        Assert.InRange(errors[errors.Count / 2], 0, 1);
        Assert.InRange(errors[^1], 0, 20);
    }

    [Fact]
    public async Task A_run_completes_with_4_MiB_of_memory()
    {
        var run = await LabRun.StartAsync("ex09", "--image", LabRuns.Image(), "--memory", "4");
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(47, run.Sent);
    }
}
