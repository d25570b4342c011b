using TestBed;
using Xen.Bed;

namespace Xen.Tests;

/// <summary>The bed itself, with a guest that needs nothing but Xen.</summary>
[Collection(BedCollection.Name)]
public sealed class BedTests(BedFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Domain_0_runs_commands_side_by_side()
    {
        var slow = fixture.Bed.RunAsync("sleep 2; echo slow");
        var quick = await fixture.Bed.RunAsync("echo out; echo err >&2; exit 3");

        Assert.Equal(new BedCommand(3, "out\n", "err\n"), quick);
        Assert.False(slow.IsCompleted);
        Assert.Equal("slow\n", (await slow).Output);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended()
    {
        var error = await Assert.ThrowsAsync<BedException>(() => fixture.Bed.RunAsync("echo begun; sleep 100", TimeSpan.FromSeconds(1)));
        Assert.StartsWith("UK3205: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("begun", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Xen_gives_PVH_guests_nested_paging()
    {
        var info = await fixture.Bed.RunAsync("xl info");
        Assert.Contains(": 4.17", info.Output.Split('\n').Single(line => line.StartsWith("xen_version", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("pv hvm hap", info.Output.Split('\n').Single(line => line.StartsWith("virt_caps", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_prints_and_powers_off()
    {
        var end = await fixture.CreateTiny("print two words").WaitAsync(Limit);
        Assert.Equal(GuestOutcome.PoweredOff, end.Outcome);
        Assert.Equal("tiny guest: print two words\n", Text(end));
    }

    [Fact]
    public async Task A_console_comes_whole()
    {
        const int Lines = 1000;
        var end = await fixture.CreateTiny($"flood {Lines}").WaitAsync(Limit);
        Assert.Equal(Lines, Text(end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{Lines - 1:D8}...", Text(end), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_is_told_from_an_end()
    {
        var end = await fixture.CreateTiny("crash").WaitAsync(Limit);
        Assert.Equal(GuestOutcome.Crashed, end.Outcome);
        Assert.Equal("tiny guest: crash\n", Text(end));
    }

    [Fact]
    public async Task A_guest_that_hangs_is_destroyed()
    {
        var guest = fixture.CreateTiny("hang");
        Assert.True(await guest.WaitForAsync("hang", Limit));
        var error = await Assert.ThrowsAsync<BedException>(() => guest.WaitAsync(TimeSpan.FromSeconds(1)));
        Assert.StartsWith("UK3207: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(GuestOutcome.Destroyed, (await guest.WaitAsync(Limit)).Outcome);
        Assert.DoesNotContain(guest.Name, (await fixture.Bed.RunAsync("xl list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_Xen_refuses_is_told()
    {
        var end = await fixture.Bed.Create(fixture.NewName(), """
            type = "pvh"
            kernel = "/host/no such kernel"
            memory = 4
            shadow_memory = 1
            """).WaitAsync(Limit);
        Assert.Equal(GuestOutcome.NotCreated, end.Outcome);
        Assert.Contains("no such kernel", end.Toolstack, StringComparison.Ordinal);
    }

    private static string Text(GuestEnd end) => end.Console.Replace("\r", "", StringComparison.Ordinal);
}
