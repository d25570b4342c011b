using Xen.Bed;

namespace Xen.Tests;

/// <summary>What goes wrong around a guest: it says so with a code and ends in a defined way.</summary>
[Collection(BedCollection.Name)]
public sealed class FaultTests(BedFixture fixture)
{
    private const string Lab = "ex01";

    /// <summary>Delay of each link, in milliseconds, that makes the run last for some seconds; a probe waits for a second.</summary>
    private const int Slow = 60;

    [Fact]
    public async Task No_vif()
    {
        var run = await Prober.RunAsync(fixture, Lab, config: "");
        Assert.Contains("UK8101: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 1), (run.End.Outcome, run.End.Status));
    }

    [Fact]
    public async Task Two_vifs()
    {
        var run = await Prober.RunAsync(fixture, Lab, "vif = [ \"mac=00:16:3e:00:00:02\", \"mac=00:16:3e:00:00:03\" ]\n");
        Assert.Contains("UK8102: network device 1", run.End.Console, StringComparison.Ordinal);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task A_vif_that_is_unplugged_while_probing()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync($"xl network-detach {guest.Name} 0");
        }, Slow);
        Assert.Contains("UK8523: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 0), (run.End.Outcome, run.End.Status));
        Assert.NotNull(run.Summary.Verdict);
    }

    [Fact]
    public async Task Too_little_memory()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif + "memory = 1\n");
        Assert.Equal((GuestOutcome.NotCreated, null), (run.End.Outcome, run.End.Status));
        Assert.Contains("segment kernel too large", run.End.Toolstack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_memory()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif + "memory = 200\nshadow_memory = 4\n");
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task Destroyed_while_probing()
    {
        var before = await fixture.Bed.CountAsync();
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            await guest.DestroyAsync();
        }, Slow);
        Assert.Equal((GuestOutcome.Destroyed, null), (run.End.Outcome, run.End.Status));
        Assert.NotNull(run.Summary.Verdict);
        Assert.Equal(before, await fixture.Bed.CountAsync());
    }

    [Fact]
    public async Task Asked_to_suspend_it_refuses_and_goes_on()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            // libxl waits a minute for a guest that does not follow; its command xl migrate asks in the same way.
            await fixture.Bed.RunAsync($"timeout 3 xl save {guest.Name} /tmp/saved; rm -f /tmp/saved");
        }, Slow);
        Assert.Contains("UK8506: the host asked for suspend", run.End.Console, StringComparison.Ordinal);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task Asked_to_power_off_it_ends()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync($"xl shutdown {guest.Name}");
        }, Slow);
        Assert.Contains("UK8505: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 143), (run.End.Outcome, run.End.Status));
    }

    [Fact]
    public async Task Xenstore_that_stops_for_a_while()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync("kill -STOP $(pidof xenstored); sleep 4; kill -CONT $(pidof xenstored)");
        }, Slow);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task A_vif_that_comes_back()
    {
        var run = await Prober.RunAsync(fixture, Lab, Prober.Vif, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync($"xl network-detach {guest.Name} 0; xl network-attach {guest.Name} mac=00:16:3e:00:00:02");
        }, Slow);
        Assert.Equal((GuestOutcome.PoweredOff, 0), (run.End.Outcome, run.End.Status));
        Assert.Contains("UK8524: ", run.End.Console, StringComparison.Ordinal);
    }
}
