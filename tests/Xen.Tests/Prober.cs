using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Labs.Tests;
using Xen.Bed;

namespace Xen.Tests;

/// <summary>uTNT as a guest of Xen.</summary>
internal static class Prober
{
    /// <summary>A network interface.</summary>
    public const string Vif = "vif = [ \"mac=00:16:3e:00:00:02\" ]\n";

    private static readonly Lazy<Task<string>> BuiltImage = new(BuildAsync);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a lab.</summary>
    /// <param name="fixture">The bed.</param>
    /// <param name="lab">Name of the lab.</param>
    /// <param name="config">More xl configuration.</param>
    /// <param name="during">What is done to the guest while it runs.</param>
    /// <param name="delayMs">Delay of each link.</param>
    public static async Task<LabOnXen> RunAsync(BedFixture fixture, string lab, string config = Vif, Func<XenGuest, Task>? during = null, int delayMs = 0)
    {
        var kernel = fixture.Bed.Put(await BuiltImage.Value);
        var name = fixture.NewName();
        return await LabOnXen.RunAsync(fixture.Bed, name, Config(kernel, name) + config, await WithDelayAsync(lab, delayMs, fixture.Bed.Folder), Limit, during);
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

    private static async Task<string> BuildAsync()
    {
        var sample = Path.Combine(Repository.Root, "samples/uTNT");
        var result = await Cli.Wrap("dotnet").WithArguments(["build", Path.Combine(sample, "uTNT.ukproj"), "-c", "Release", "-p:UkPlatforms=xen", "--nologo", "-v", "quiet"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, $"uTNT cannot be built for Xen; ./build.sh makes the packages it needs.\n{result.StandardOutput}{result.StandardError}");
        return Path.Combine(sample, "bin/Release/xen/uTNT_xen-x86_64");
    }

    private static async Task<string> WithDelayAsync(string lab, int delayMs, string folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Labs, lab + ".json"));
        var changed = JsonNode.Parse(text)!;
        changed["delay_ms"] = delayMs;
        var path = Path.Combine(folder, lab + ".json");
        await File.WriteAllTextAsync(path, changed.ToJsonString());
        return path;
    }

    /// <summary>The guest's root is <c>/host/NAME</c>.</summary>
    private static string Config(string kernel, string name) => $"""
        type = "pvh"
        kernel = "{kernel}"
        memory = 4
        shadow_memory = 1
        p9 = [ "tag=fs0,security_model=none,path=/host/{name}" ]

        """;
}
