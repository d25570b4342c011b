using System.Text.RegularExpressions;

namespace Labs.Tests;

/// <summary>Bad networks: a verdict is right or says that it is not complete, and every run ends.</summary>
public sealed partial class HardLabTests(HardLabs labs) : IClassFixture<HardLabs>
{
    /// <summary>Left addresses of the routers inside the tunnel of the published labs.</summary>
    private static readonly string[] Inside = ["20.0.2.2", "20.0.3.2", "20.0.4.2"];

    public static TheoryData<string> Names { get; } = [.. HardLabs.All.Select(lab => lab.Name)];

    /// <summary>What cannot harm a verdict.</summary>
    public static TheoryData<string> Harmless { get; } =
        [.. HardLabs.All.Select(lab => lab.Name).Where(name => name is "twice" or "broadcast replies" || name.StartsWith("spoofed ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_ends_and_calls_nobody_a_label_router_who_is_none(string name)
    {
        var run = labs[name];
        Assert.Equal(0, run.Summary.GetProperty("exit_status").GetInt32());
        Assert.StartsWith("trace [", run.Dump);
        Assert.DoesNotContain("66.6.6.6", run.Dump);
        // The last router of an implicit tunnel is followed by one that counts as well (worked example 3).
        string[] allowed = HardLabs.SweptLab(name) is { } swept ? [.. labs.Verdict($"sweep {swept} 0").LabelRouters] : [.. Inside, "20.0.3.6", "20.0.3.10", .. name.StartsWith("extension", StringComparison.Ordinal) ? ["20.0.5.2"] : (string[])[]];
        Assert.Empty(LabelRouter().Matches(run.Dump).Select(match => match.Groups[1].Value).Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recording_replays_to_the_same_bytes(string name) => Assert.Empty(labs.ReplayDifference(name));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Copies_and_forged_replies_change_nothing(string name)
    {
        var expected = File.ReadAllText(Path.Combine(Repository.Expected, "ex04.txt"));
        Assert.Equal(Tags(expected), Tags(labs[name].Dump));
    }

    /// <summary>The labs of the sweep with losses, by how many percent of what.</summary>
    public static TheoryData<int, string> Lossy
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var loss in HardLabs.Losses)
            {
                cases.Add(loss, "replies");
                cases.Add(loss, "packets");
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Lossy))]
    public void With_losses_a_verdict_is_right_or_marked_as_uncertain(int loss, string what)
    {
        var wrong = from lab in HardLabs.Swept
                    let complete = labs.Verdict($"sweep {lab} 0")
                    from name in HardLabs.All.Select(hard => hard.Name)
                    where name.StartsWith($"sweep {lab} {loss} of {what} ", StringComparison.Ordinal)
                    let verdict = labs.Verdict(name)
                    where !verdict.Tunnels.SequenceEqual(complete.Tunnels) && verdict.Doubts <= complete.Doubts
                    select $"{name}: {string.Join("; ", verdict.Tunnels)}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("te from broadcast")]
    [InlineData("te from multicast")]
    public void A_sender_that_can_be_no_host_is_no_part_of_a_tunnel(string name)
    {
        Assert.DoesNotContain(labs[name].Commands, command => command.EndsWith("255.255.255.255", StringComparison.Ordinal) || command.EndsWith("224.0.0.1", StringComparison.Ordinal));
        Assert.Equal(labs.Verdict("sweep ex04 0").Tunnels, labs.Verdict(name).Tunnels);
    }

    [Fact]
    public void A_destination_that_answers_with_time_exceeded_ends_the_trace() => Assert.Matches(@"\n  5 20\.9\.9\.9 .* qttl=1\n", labs["te for own"].Dump);

    [Fact]
    public void Reserved_addresses_are_shown_and_neither_pinged_nor_an_end()
    {
        Assert.Matches(@"10\.1\.1\.1 .* rsvd rTTLs=<254,\*>", labs["reserved"].Dump);
        Assert.DoesNotContain(labs["reserved"].Commands, command => command.EndsWith("10.1.1.1", StringComparison.Ordinal));
        Assert.DoesNotContain("ING", labs["reserved"].Dump);
        Assert.DoesNotContain(labs["nowhere"].Commands, command => command.EndsWith("0.0.0.0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loop_ends_the_trace_and_the_tunnel_before_it_is_revealed()
    {
        Assert.Equal(3, Revealed().Count(labs["loop"].Dump));
        Assert.Single(Regex.Matches(labs["loop"].Dump, @"20\.9\.9\.9"));
    }

    [Fact]
    public void A_router_whose_quotation_is_too_short_is_silent() => Assert.Matches(@"\n H2 \*\n", labs["short quotation"].Dump);

    [Fact]
    public void A_flow_meets_one_way_of_a_balancer() => Assert.Equal(3, Revealed().Count(labs["flows"].Dump));

    [Fact]
    public void A_stack_is_shown_whole() => Assert.Matches(@"Labels 1003 mTTL=1 \| 100000 mTTL=\d+ \| 200000 mTTL=\d+", labs["stack"].Dump);

    [Fact]
    public void Of_two_tunnels_the_first_is_revealed()
    {
        var dump = labs["two tunnels"].Dump;
        Assert.Equal(3, Revealed().Count(dump));
        Assert.Single(Regex.Matches(dump, "EGR"));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("wrong version")]
    [InlineData("zero length")]
    [InlineData("long object")]
    [InlineData("other class")]
    public void An_unreadable_stack_leaves_an_implicit_tunnel(string fault)
    {
        var dump = labs[$"extension {fault}"].Dump;
        Assert.DoesNotContain("EXP", dump);
        Assert.Contains("IMP,LSR,QTTL", dump);
    }

    /// <summary>Number, address and tags of each hop.</summary>
    private static IEnumerable<string> Tags(string dump) => HopLine().Matches(dump).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");

    [GeneratedRegex(@"^ *H?\d+ ([0-9.]+) .*\[MPLS[^\]]*LSR", RegexOptions.Multiline)]
    private static partial Regex LabelRouter();

    [GeneratedRegex(@"^ *H\d+ [0-9]", RegexOptions.Multiline)]
    private static partial Regex Revealed();

    [GeneratedRegex(@"^ *(H?\d+ [0-9.*]+)[^\[\n]*(\[MPLS[^\]]*\])?", RegexOptions.Multiline)]
    private static partial Regex HopLine();
}
