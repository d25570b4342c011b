using System.Text.Json.Nodes;
using Labs.Tests;
using Xen.Bed;

namespace Xen.Tests;

/// <summary>uTNT as a guest of Xen.</summary>
internal static class Prober
{
    /// <summary>No network interface.</summary>
    public const string NoVif = "vif=[]";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a lab with the published configuration.</summary>
    /// <param name="fixture">The bed.</param>
    /// <param name="lab">Name of the lab: one of netlab's, or <c>waiting</c>, in which the destination never answers; or a path.</param>
    /// <param name="during">What is done to the guest while it runs.</param>
    /// <param name="delayMs">Delay of each link.</param>
    /// <param name="paused">Whether it is created paused; <paramref name="during"/> lets it run.</param>
    /// <param name="more">More lines of configuration, <c>key=value</c>.</param>
    public static async Task<LabOnXen> RunAsync(BedFixture fixture, string lab, Func<XenGuest, Task>? during = null, int delayMs = 0, bool paused = false, params string[] more)
    {
        var published = await Published.PlainAsync();
        fixture.Bed.Put(published.Image);
        return await LabOnXen.RunAsync(fixture.Bed, fixture.NewName(), published.Config, more, await WithDelayAsync(lab, delayMs, fixture.Bed.Folder), Limit, during, paused);
    }

    /// <summary>A run in the form of the expected files, and what is expected.</summary>
    public static async Task AssertExpectedAsync(LabOnXen run, string lab)
    {
        Assert.True(run.End is { Outcome: GuestOutcome.PoweredOff, Status: 0 }, run.End.ToString());
        var expected = await File.ReadAllTextAsync(Path.Combine(Repository.Expected, lab + ".txt"));
        Assert.Equal(expected, LabRun.Of(0, run.Dump + run.Summary.ToJson(), run.End.Console).Transcript());
    }

    /// <summary>Waits until the guest probes.</summary>
    public static async Task UntilProbing(XenGuest guest) => Assert.True(await guest.WaitForAsync("t1: ", Limit), guest.Console);

    private static async Task<string> WithDelayAsync(string lab, int delayMs, string folder)
    {
        if (Path.IsPathRooted(lab))
            return lab;
        var text = await File.ReadAllTextAsync(Path.Combine(lab == "waiting" ? Path.Combine(Repository.Root, "bench") : Repository.Labs, lab + ".json"));
        var changed = JsonNode.Parse(text)!;
        changed["delay_ms"] = delayMs;
        var path = Path.Combine(folder, lab + ".json");
        await File.WriteAllTextAsync(path, changed.ToJsonString());
        return path;
    }
}
