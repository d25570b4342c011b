using System.Globalization;
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
        var run = await Prober.RunAsync(fixture, Lab, more: Prober.NoVif);
        Assert.Contains("UK8101: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 1), (run.End.Outcome, run.End.Status));
    }

    [Fact]
    public async Task Two_vifs()
    {
        var run = await Prober.RunAsync(fixture, Lab, more: "vif=[ \"mac=00:16:3e:00:00:02\", \"mac=00:16:3e:00:00:03\" ]");
        Assert.Contains("UK8102: network device 1", run.End.Console, StringComparison.Ordinal);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task A_vif_that_is_unplugged_while_probing()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
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
        var run = await Prober.RunAsync(fixture, Lab, more: "memory=1");
        Assert.Equal((GuestOutcome.NotCreated, null), (run.End.Outcome, run.End.Status));
        Assert.Contains("segment kernel too large", run.End.Toolstack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_memory()
    {
        var run = await Prober.RunAsync(fixture, Lab, more: ["memory=200", "shadow_memory=4"]);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task Destroyed_while_probing()
    {
        var before = await fixture.Bed.CountAsync();
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            await guest.DestroyAsync();
        }, Slow);
        Assert.Equal((GuestOutcome.Destroyed, null), (run.End.Outcome, run.End.Status));
        Assert.NotNull(run.Summary.Verdict);
        Assert.Equal(before, await fixture.Bed.CountAsync());
    }

    [Theory]
    [InlineData("xl save {0} /tmp/saved")]
    [InlineData("xl migrate -s '' {0} 'xl migrate-receive'")]
    public async Task Asked_to_suspend_it_refuses_and_goes_on(string command)
    {
        var run = await Prober.RunAsync(fixture, "waiting", async guest =>
        {
            await Prober.UntilProbing(guest);
            // libxl waits a minute for a guest that does not follow.
            var asking = fixture.Bed.RunAsync(
                $"timeout 40 {string.Format(CultureInfo.InvariantCulture, command, guest.Name)} & echo $! >{guest.Name}.asking; wait; rm -f /tmp/saved; xl destroy {guest.Name}--incoming");
            Assert.True(await guest.WaitForAsync("UK8506: the host asked for suspend", TimeSpan.FromSeconds(40)), guest.Console);
            await fixture.Bed.RunAsync($"kill $(cat /host/run/*/{guest.Name}.asking)");
            await asking;
            await fixture.Bed.RunAsync($"xl shutdown {guest.Name}");
        });
        Assert.Contains("UK8505: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 143), (run.End.Outcome, run.End.Status));
    }

    [Fact]
    public async Task Asked_to_power_off_it_ends()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync($"xl shutdown {guest.Name}");
        }, Slow);
        Assert.Contains("UK8505: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 143), (run.End.Outcome, run.End.Status));
    }

    [Fact]
    public async Task A_vif_that_comes_back()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync($"xl network-detach {guest.Name} 0; xl network-attach {guest.Name} mac=00:16:3e:00:00:02");
        }, Slow);
        Assert.Equal((GuestOutcome.PoweredOff, 0), (run.End.Outcome, run.End.Status));
        Assert.True(run.End.Console.Contains("UK8524: ", StringComparison.Ordinal), run.End.Console + run.Dump);
    }

    [Fact]
    public async Task A_backend_that_closes_and_begins_anew()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            // As a driver domain does that is about to end; the device stays "online".
            var again = await fixture.Bed.RunAsync($"""
                backend=/local/domain/0/backend/vif/$(xl domid {guest.Name})/0
                xenstore-write $backend/state 5
                while sleep 0.1; [ "$(xenstore-read $backend/state)" != 4 ]; do xenstore-write $backend/hotplug-status connected; done
                """);
            Assert.True(again.Status == 0, again.Errors);
            Assert.True(await guest.WaitForAsync("UK8524: ", TimeSpan.FromSeconds(30)), guest.Console);
        }, Slow);
        Assert.Contains("UK8523: ", run.End.Console, StringComparison.Ordinal);
        Assert.Equal((GuestOutcome.PoweredOff, 0), (run.End.Outcome, run.End.Status));
        Assert.NotNull(run.Summary.Verdict);
    }
}
