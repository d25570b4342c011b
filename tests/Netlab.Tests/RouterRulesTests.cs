using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Netlab.Tests;

/// <summary>The replies that the router rules give in each lab, read off the published traces.</summary>
public sealed partial class RouterRulesTests
{
    public static TheoryData<string> Labs { get; } = [.. Directory.GetFiles(Repository.Expected, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Fact]
    public void There_are_18_labs() => Assert.Equal(18, Labs.Count);

    [Theory]
    [MemberData(nameof(Labs))]
    public void The_initial_trace_has_the_published_addresses_ttls_and_labels(string lab)
    {
        var network = Probes.Network(lab);
        var destination = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Expected, lab + ".txt")))
        {
            if (line.StartsWith("trace [", StringComparison.Ordinal))
                destination = line.Split(' ')[^1];
            else if (SilentLine().Match(line) is { Success: true } silent)
                Assert.Null(network.Handle(Probes.Echo(destination, byte.Parse(silent.Groups[1].Value, CultureInfo.InvariantCulture)), 0));
            else if (HopLine().Match(line) is { Success: true } hop)
                CheckHop(network.Reply(Probes.Echo(destination, byte.Parse(hop.Groups["ttl"].Value, CultureInfo.InvariantCulture))), hop);
        }
        Assert.NotEqual("", destination);
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Every_pinged_address_answers_with_the_published_ttl(string lab)
    {
        var network = Probes.Network(lab);
        var seen = 0;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Expected, lab + ".txt")))
        {
            if (HopLineOfAnyKind().Match(line) is not { Success: true } hop)
                continue;
            seen++;
            var address = hop.Groups["address"].Value;
            if (hop.Groups["er"].Value == "*")
                Assert.Null(network.Handle(Probes.Echo(address, 64), 0));
            else
            {
                var reply = network.Reply(Probes.Echo(address, 64));
                Assert.Equal((address, hop.Groups["er"].Value), (Probes.SourceOf(reply), reply[8].ToString(CultureInfo.InvariantCulture)));
                Assert.Equal(0, reply[20]);
            }
        }
        Assert.True(seen >= 5);
    }

    [Fact]
    public void A_trace_inside_an_all_prefixes_lsp_reveals_the_last_router_only()
    {
        var network = Probes.Network("ex05");
        string Hop(byte ttl) => Probes.SourceOf(network.Reply(Probes.Echo("20.0.5.2", ttl)));
        Assert.Equal(["20.0.0.2", "20.0.1.2", "20.0.4.2", "20.0.5.2"], [Hop(1), Hop(2), Hop(3), Hop(4)]);
    }

    [Fact]
    public void A_trace_inside_a_loopback_only_lsp_shows_every_router()
    {
        var network = Probes.Network("ex04");
        string Hop(byte ttl) => Probes.SourceOf(network.Reply(Probes.Echo("20.0.5.2", ttl)));
        Assert.Equal(["20.0.0.2", "20.0.1.2", "20.0.2.2", "20.0.3.2", "20.0.4.2", "20.0.5.2"], [Hop(1), Hop(2), Hop(3), Hop(4), Hop(5), Hop(6)]);
    }

    [Fact]
    public void A_port_unreachable_comes_from_the_left_address_where_the_lab_says_so()
    {
        Assert.Equal("20.0.5.2", Probes.SourceOf(Probes.Network("ex09").Reply(Probes.Udp("20.0.6.1", 10))));
        Assert.Equal("20.0.6.1", Probes.SourceOf(Probes.Network("ex10").Reply(Probes.Udp("20.0.6.1", 10))));
    }

    [Fact]
    public void An_address_of_nobody_is_forwarded_like_an_external_one_and_never_answered()
    {
        var network = Probes.Network("ex09");
        Assert.Null(network.Handle(Probes.Echo("20.0.6.0", 64), 0));
        Assert.Equal("20.0.6.2", Probes.SourceOf(network.Reply(Probes.Echo("20.0.6.0", 3))));
    }

    private static void CheckHop(byte[] reply, Match hop)
    {
        Assert.Equal(hop.Groups["address"].Value, Probes.SourceOf(reply));
        Assert.Equal(hop.Groups["te"].Value, reply[8].ToString(CultureInfo.InvariantCulture));
        if (!hop.Groups["qttl"].Success)
        {
            Assert.Equal(0, reply[20]);
            return;
        }
        Assert.Equal(11, reply[20]);
        Assert.Equal(hop.Groups["qttl"].Value, reply[28 + 8].ToString(CultureInfo.InvariantCulture));
        if (!hop.Groups["label"].Success)
        {
            Assert.Equal(20 + 8 + 28, reply.Length);
            return;
        }
        var entry = BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(20 + 8 + 128 + 8));
        Assert.Equal(hop.Groups["label"].Value, (entry >> 12).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(hop.Groups["mttl"].Value, (entry & 255).ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^ *(\d+) \*$")]
    private static partial Regex SilentLine();

    [GeneratedRegex(@"^ *(?<ttl>\d+) (?<address>[\d.]+) .* rTTLs=<(?<te>\d+),(?<er>\d+|\*)>( qttl=(?<qttl>\d+))?(.* Labels (?<label>\d+) mTTL=(?<mttl>\d+))?")]
    private static partial Regex HopLine();

    [GeneratedRegex(@"^ *H?\d+ (?<address>[\d.]+) .* rTTLs=<\d+,(?<er>\d+|\*)>")]
    private static partial Regex HopLineOfAnyKind();
}
