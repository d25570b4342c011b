using System.Text.RegularExpressions;
using Labs.Tests;
using Xen.Bed;

namespace Xen.Tests;

/// <summary>A lab of IPv6 gives a guest of Xen what the same lab of IPv4 gives any.</summary>
[Collection(BedCollection.Name)]
public sealed partial class Ipv6Tests(BedFixture fixture)
{
    private const string Lab = "ex04";

    [Fact]
    public async Task A_hidden_tunnel_is_revealed_over_IPv6()
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Bed.Folder, "ipv6")).FullName;

        var run = await Prober.RunAsync(fixture, await Ipv6Lab.WriteAsync(folder, Lab, Ipv6Lab.Given));

        Assert.True(run.End is { Outcome: GuestOutcome.PoweredOff, Status: 0 }, run.End.ToString());
        var expected = Ipv6Lab.Translate(await File.ReadAllTextAsync(Path.Combine(Repository.Expected, Lab + ".txt")), Ipv6Lab.Given);
        Assert.Equal(Comparable(expected), Comparable(LabRun.Of(0, run.Dump + run.Summary.ToJson(), run.End.Console).Transcript()));
        Assert.DoesNotContain("UK8", run.End.Console, StringComparison.Ordinal);
    }

    /// <summary>Columns are as wide as their addresses; pings follow the numbers of theirs.</summary>
    private static string Comparable(string text) => Blanks().Replace(ExpectedText.Parse(text).Unordered().Join(), " ");

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
