using Labs.Tests;
using Mpls.Bed;
using Netlab.Model;
using TestBed;

namespace LinuxMpls.Tests;

/// <summary>What docs/linux-mpls.md says of Linux' MPLS and no lab shows.</summary>
[Collection(BedCollection.Name)]
public sealed class FactTests(BedFixture fixture)
{
    private const string Invisible = "invisible-php";
    private const string Explicit = "explicit-php";
    private const string Uhp = "invisible-uhp";

    [Theory]
    [InlineData(Invisible)]
    [InlineData(Explicit)]
    public async Task The_sysctl_and_the_routes_say_the_same(string name)
    {
        var byRoutes = (await fixture.RunAsync(name)).Linux;
        var bySysctl = await fixture.AloneAsync(async () =>
        {
            var lab = BedFixture.Lab(name);
            await fixture.Bed.BuildAsync(lab, ttlBySysctl: true);
            return await LabRunOnLinux.ProgramAsync(fixture.Bed, lab, fixture.Program, []);
        });
        Assert.Equal(LabRun.Mask(byRoutes.Dump), LabRun.Mask(bySysctl.Dump));
        Assert.Equal(byRoutes.Log.Commands, bySysctl.Log.Commands);
    }

    [Fact]
    public async Task There_is_no_route_for_explicit_null()
    {
        var error = await Assert.ThrowsAsync<BedException>(() => OnLabAsync(Invisible, "ip -n PE2 -f mpls route add 0 dev lo"));
        Assert.Contains("Invalid label", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explicit_null_is_an_egress_that_pops_all_the_same()
    {
        var popped = (await fixture.RunAsync(Uhp)).Linux;
        // The router before the egress swaps to label 0 instead of the egress' own label.
        await OnLabAsync(Uhp, """
            set -- $(ip -n P3 -f mpls route show dev right)
            ip -n P3 -f mpls route replace $1 as 0 via inet 20.0.5.2 dev right
            ip -n PE2 -f mpls route delete $(ip -n PE2 -f mpls route show dev lo | cut -d ' ' -f 1)
            """, ttlBySysctl: true, async lab =>
        {
            var run = await LabRunOnLinux.ProgramAsync(fixture.Bed, lab, fixture.Program, []);
            Assert.Equal(LabRun.Mask(popped.Dump), LabRun.Mask(run.Dump));
        });
    }

    [Theory]
    [InlineData(3, "no\n")]
    [InlineData(4, "yes\n")]
    public async Task Without_propagation_the_label_starts_with_default_ttl(int ttl, string answered)
    {
        // Three routers count a label down and the last of them needs one to be left.
        Assert.Equal(answered, await OnLabAsync(Invisible, $$"""
            {{Sysctl("PE1", "default_ttl", ttl)}}
            {{Ping}}
            """, ttlBySysctl: true));
    }

    [Fact]
    public async Task A_pop_with_propagation_also_raises_the_TTL()
    {
        // The ingress hides the tunnel, the last label router does not know: 252 is left of 255, and the probe goes on to the destination.
        await OnLabAsync(Invisible, string.Join('\n', new[] { "P1", "P2", "P3" }.Select(router => Sysctl(router, "ip_ttl_propagate", 1))), ttlBySysctl: true, async lab =>
        {
            var run = await LabRunOnLinux.ProgramAsync(fixture.Bed, lab, fixture.Program, []);
            Assert.Equal(["20.0.0.2", "20.0.1.2", "20.9.9.9"], run.Hops.Select(hop => hop.Address.ToString()));
        });
    }

    [Fact]
    public async Task A_lab_that_Linux_cannot_play_is_refused()
    {
        var lab = LabReader.ReadFile(Path.Combine(Repository.Labs, "ex04.json"));
        var error = await Assert.ThrowsAsync<BedException>(() => fixture.Bed.BuildAsync(lab));
        Assert.StartsWith("UK3300: the router 'CE1' shows label stacks", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Says whether the destination answers the measuring host.</summary>
    private const string Ping = "ip netns exec VP ping -q -c 1 -W 1 20.9.9.9 >/dev/null && echo yes || echo no";

    private static string Sysctl(string router, string name, int value) => $"ip netns exec {router} sh -c 'echo {value} >/proc/sys/net/mpls/{name}'";

    private Task<string> OnLabAsync(string name, string script, bool ttlBySysctl = false, Func<Lab, Task>? then = null) => fixture.AloneAsync(async () =>
    {
        var lab = BedFixture.Lab(name);
        await fixture.Bed.BuildAsync(lab, ttlBySysctl);
        var output = await fixture.Bed.RunAsync(script);
        if (then is not null)
            await then(lab);
        return output;
    });
}
