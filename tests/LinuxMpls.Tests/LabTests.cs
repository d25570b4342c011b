using Labs.Tests;
using Mpls.Bed;

namespace LinuxMpls.Tests;

/// <summary>What uTNT finds in the tunnels of real routers is what tnt.md and the measured facts predict, and what it finds in netlab's.</summary>
[Collection(BedCollection.Name)]
public sealed class LabTests(BedFixture fixture)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    public static TheoryData<string, Subject> Cases
    {
        get
        {
            var cases = new TheoryData<string, Subject>();
            foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "tests/mpls/labs"), "*.json").Order(StringComparer.Ordinal))
            {
                foreach (var subject in Enum.GetValues<Subject>())
                    cases.Add(Path.GetFileNameWithoutExtension(path), subject);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_lab_gives_the_expected_result(string lab, Subject subject)
    {
        var expected = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/LinuxMpls.Tests/expected", lab + ".txt"));
        Assert.Equal(expected, await TranscriptAsync(lab, subject));
    }

    [Fact]
    public async Task Round_trips_are_not_shorter_than_the_delays_of_netem()
    {
        var lab = BedFixture.Lab("disturbed");
        var (linux, guest) = await fixture.RunAsync("disturbed");
        foreach (var hop in linux.Hops.Concat(guest.Hops))
        {
            var position = lab.Routers.Select((router, at) => (router, at)).Single(pair => pair.router.Addresses.Contains(hop.Address)).at;
            var delay = 2 * lab.Links.Take(position + 1).Sum(link => link.DelayNs) / 1e6;
            Assert.InRange(hop.RttMs, delay, delay + Longest.TotalMilliseconds);
        }
    }

    private async Task<string> TranscriptAsync(string lab, Subject subject)
    {
        if (subject == Subject.Netlab)
        {
            var simulated = await LabRun.StartAsync(BedFixture.PathOf(lab), "--program", fixture.Program);
            Assert.True(simulated.ExitCode == 0, simulated.Errors);
            return simulated.Transcript();
        }
        var (linux, guest) = await fixture.RunAsync(lab);
        var run = subject == Subject.Linux ? linux : guest;
        Assert.True(run.Status == 0, run.Rest);
        var vp = BedFixture.Lab(lab);
        return LabRun.Transcript(run.Log.Commands, LabRun.Mask(run.Dump).Replace($"from {LabScript.LinuxVp(vp)} ", $"from {vp.Vp} ", StringComparison.Ordinal), run.Log.ProbesReported, run.Log.ProbesSent);
    }
}
