namespace Xen.Tests;

/// <summary>Many guests, one after the other.</summary>
[Collection(BedCollection.Name)]
public sealed class CycleTests(BedFixture fixture)
{
    [Fact]
    public async Task Fifty_guests_leave_their_results_and_nothing_else()
    {
        await Prober.RunAsync(fixture, "ex01");
        var before = await fixture.Bed.CountAsync();
        for (var i = 0; i < 50; i++)
        {
            var run = await Prober.RunAsync(fixture, "ex01");
            await Prober.AssertExpectedAsync(run, "ex01");
            Assert.True(new FileInfo(run.Summary.Verdict!).Length > 0);
        }
        Assert.Equal(before, await fixture.Bed.CountAsync());
    }
}
