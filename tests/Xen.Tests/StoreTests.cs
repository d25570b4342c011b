using Xen.Bed;

namespace Xen.Tests;

/// <summary>A xenstore that is slow or refuses: the guest says so with a code and ends in a defined way.</summary>
[Collection(BedCollection.Name)]
public sealed class StoreTests(BedFixture fixture)
{
    private const string Lab = "ex01";

    /// <summary>Delay of each link in milliseconds.</summary>
    private const int Slow = 60;

    [Fact]
    public async Task One_that_stops_for_a_while_does_no_harm()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync("kill -STOP $(pidof xenstored); sleep 4; kill -CONT $(pidof xenstored)");
        }, Slow);
        await Prober.AssertExpectedAsync(run, Lab);
    }

    [Fact]
    public async Task One_that_does_not_answer_at_the_end_does_not_hold_the_guest()
    {
        var run = await Prober.RunAsync(fixture, Lab, async guest =>
        {
            await Prober.UntilProbing(guest);
            await fixture.Bed.RunAsync("kill -STOP $(pidof xenstored)");
            var told = await guest.WaitForAsync("UK8504: exit status 0 ", TimeSpan.FromMinutes(1));
            await fixture.Bed.RunAsync("kill -CONT $(pidof xenstored)");
            Assert.True(told, guest.Console);
        }, Slow);
        // It finds the status in the ring of the guest when it goes on.
        Assert.Equal((GuestOutcome.PoweredOff, 0), (run.End.Outcome, run.End.Status));
        Assert.NotNull(run.Summary.Verdict);
    }

    [Fact]
    public async Task One_that_does_not_answer_at_the_start_is_told()
    {
        // xl needs it to the last; the guest is not further than its first requests then.
        var run = await RunPausedAsync("""
            store=$(pidof xenstored)
            xl unpause $id
            kill -STOP $store
            (sleep 12; kill -CONT $store) >/dev/null 2>&1 &
            """);
        Assert.Contains("UK8510: ", run.End.Console, StringComparison.Ordinal);
        // A start function that failed ends it as crashed; later the program ends, with or without its network.
        Assert.True(run.End is { Outcome: GuestOutcome.Crashed, Status: null } or { Outcome: GuestOutcome.PoweredOff, Status: not null }, run.End.ToString());
    }

    [Theory]
    [InlineData("device/vif/0/mac n0", "UK8511: xenstore refuses device/vif/0/mac (error 13)", GuestOutcome.PoweredOff, 1)]
    [InlineData("device/vif/0 n0 r$id", "UK8511: xenstore refuses device/vif/0/tx-ring-ref (error 13)", GuestOutcome.Crashed, null)]
    [InlineData("data n0 r$id", "UK8504: exit status 0 ", GuestOutcome.PoweredOff, null)]
    public async Task What_it_refuses_is_told(string denied, string expected, GuestOutcome outcome, int? status)
    {
        var run = await RunPausedAsync($"xenstore-chmod /local/domain/$id/{denied} && xl unpause $id");
        Assert.Contains(expected, run.End.Console, StringComparison.Ordinal);
        Assert.Equal((outcome, status), (run.End.Outcome, run.End.Status));
    }

    private Task<LabOnXen> RunPausedAsync(string script) => Prober.RunAsync(
        fixture,
        Lab,
        guest => guest.BeforeItRunsAsync(script),
        paused: true);
}
