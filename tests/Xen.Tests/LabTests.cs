namespace Xen.Tests;

/// <summary>The labs give on Xen what they give on KVM.</summary>
[Collection(BedCollection.Name)]
public sealed class LabTests(BedFixture fixture)
{
    [Theory]
    [InlineData("ex01")]
    [InlineData("ex02")]
    [InlineData("ex04")]
    [InlineData("ex05")]
    [InlineData("ex08")]
    [InlineData("ex09")]
    public async Task A_lab_gives_the_expected_result(string lab)
    {
        var run = await Prober.RunAsync(fixture, lab);
        await Prober.AssertExpectedAsync(run, lab);
        // Emulation in emulation: what is recorded is later than the wire by what netback, the bridge and two schedulers take (docs/xen-testbed.md).
        Assert.Equal(0, run.Summary.Rtt.Unmatched);
        Assert.All(run.Summary.Rtt.ErrorsMs, error => Assert.InRange(error, -1, 200));
        Assert.InRange(run.Summary.Rtt.MedianMs!.Value, 0, 20);
    }
}
