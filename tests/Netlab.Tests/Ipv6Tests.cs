using System.Text.RegularExpressions;
using CliWrap.Buffered;
using Netlab.Attachments;
using Netlab.Model;
using Netlab.Net;

namespace Netlab.Tests;

/// <summary>The labs in IPv6: the same chains and paths, other packets.</summary>
public sealed partial class Ipv6Tests
{
    private static readonly string Netlab = typeof(NetlabException).Assembly.Location;

    /// <summary>Debian's scamper checks checksums, quotations and extensions of ICMPv6 with code that is not ours.</summary>
    [Theory]
    [InlineData("ex02", "icmp-paris")]
    [InlineData("ex02", "udp-paris")]
    [InlineData("ex08", "icmp-paris")]
    public async Task Scamper_sees_the_same_path_and_labels_in_both_families(string lab, string method)
    {
        using var folder = new TemporaryFolder();
        var six = await WriteLabAsync(folder.Path, lab);
        var before = await TraceAsync(Path.Combine(Repository.Labs, lab + ".json"), method, "20.9.9.9", folder.Path);
        var after = await TraceAsync(six, method, ToIpv6("20.9.9.9"), folder.Path);

        Assert.Contains("mpls_label", before);
        Assert.Equal(ToIpv6(before), after);
    }

    [Fact]
    public void A_lab_has_one_family()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Labs, "ex01.json"));
        foreach (var place in new[] { "\"vp\": \"172.20.0.2\"", "\"left\": \"20.0.1.2\"" })
        {
            Assert.Contains(place, text);
            var error = Assert.Throws<NetlabException>(() => LabReader.Read("mixed.json", System.Text.Encoding.UTF8.GetBytes(text.Replace(place, ToIpv6(place)))));
            Assert.Equal("UK4006", error.Code);
        }
    }

    [Fact]
    public void A_guest_finds_prefix_router_and_neighbours()
    {
        var guest = NetAddress.Parse("2620:172::ff:fe00:1");
        byte[] mac = [2, 0, 0, 0, 0, 0xfe];
        var advertisement = NeighbourDiscovery.Answer(Discovery("fe80::ff:fe00:1", "ff02::2", [133, 0, 0, 0, 0, 0, 0, 0]), guest, mac)!;
        // RFC 4861 section 4.2: source link-local, hop limit 255, and the prefix option: 64 bits, on-link and autonomous, 2620:172::/64.
        Assert.Equal(("fe80::ff:fe00:fe", 255, 134), (NetAddress.Read(advertisement.AsSpan(8, 16)).ToString(), advertisement[7], advertisement[40]));
        Assert.Equal([3, 4, 64, 0xc0], advertisement[64..68]);
        Assert.Equal("2620:172::", NetAddress.Read(advertisement.AsSpan(80, 16)).ToString());
        Assert.Equal(0, Probes.Checksum([.. advertisement[8..40], 0, 0, 0, (byte)(advertisement.Length - 40), 0, 0, 0, 58, .. advertisement[40..]]));

        var found = NeighbourDiscovery.Answer(Discovery(guest.ToString(), "ff02::1:ff00:1", Solicitation("2620:172::1")), guest, mac)!;
        Assert.Equal((136, "2620:172::1"), (found[40], NetAddress.Read(found.AsSpan(48, 16)).ToString()));
        Assert.Equal([2, 1, 2, 0, 0, 0, 0, 0xfe], found[64..72]);

        // The guest's own address, and whether somebody else has it already.
        Assert.Null(NeighbourDiscovery.Answer(Discovery(guest.ToString(), "ff02::1:ff00:1", Solicitation(guest.ToString())), guest, mac));
        Assert.Null(NeighbourDiscovery.Answer(Discovery("::", "ff02::1:ff00:1", Solicitation("2620:172::5")), guest, mac));
        // Not from this link (RFC 4861 section 6.1.1): somebody has forwarded it.
        var far = Discovery(guest.ToString(), "ff02::2", [133, 0, 0, 0, 0, 0, 0, 0]);
        far[7] = 254;
        Assert.Null(NeighbourDiscovery.Answer(far, guest, mac));
        for (var length = 0; length < far.Length; length++)
            Assert.Null(NeighbourDiscovery.Answer(far.AsSpan(0, length), guest, mac));
    }

    [Fact]
    public void A_guest_takes_the_address_that_its_card_gives_it_and_is_told_any_other()
    {
        Assert.True(NeighbourDiscovery.IsTaken(NetAddress.Parse("2620:172::ff:fe00:1")));
        Assert.False(NeighbourDiscovery.IsTaken(NetAddress.Parse("2620:172::2")));
    }

    [Theory]
    [InlineData("2620:20::1", "2620:20::1")]
    [InlineData("2620:0020:0:0:0:0:0:1", "2620:20::1")]
    [InlineData("::ffff:20.0.1.2", "::ffff:20.0.1.2")]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("2620::1/64", null)]
    [InlineData("[2620::1]", null)]
    [InlineData("2620:::1", null)]
    [InlineData("12345::1", null)]
    public void Addresses_are_read_and_written(string text, string? written) =>
        Assert.Equal(written, NetAddress.TryParse(text, out var address) ? address.ToString() : null);

    [Fact]
    public void Damaged_packets_get_no_answer()
    {
        var text = ToIpv6(File.ReadAllText(Path.Combine(Repository.Labs, "ex02.json")));
        var network = new VirtualNetwork(LabReader.Read("six.json", System.Text.Encoding.UTF8.GetBytes(text)));
        var probe = Discovery("2620:172::ff:fe00:1", ToIpv6("20.9.9.9"), [128, 0, 0, 0, 1, 2, 3, 4, 5]);
        Assert.NotNull(network.Handle(probe, 0));
        for (var length = 0; length < probe.Length; length++)
            Assert.Null(network.Handle(probe.AsSpan(0, length), 0));
        probe[44] ^= 1;
        Assert.Null(network.Handle(probe, 0));
    }

    /// <summary>An ICMPv6 packet with hop limit 255, made without netlab's builders.</summary>
    private static byte[] Discovery(string source, string destination, byte[] message)
    {
        var packet = new byte[40 + message.Length];
        (packet[0], packet[5], packet[6], packet[7]) = (0x60, (byte)message.Length, 58, 255);
        System.Net.IPAddress.Parse(source).GetAddressBytes().CopyTo(packet, 8);
        System.Net.IPAddress.Parse(destination).GetAddressBytes().CopyTo(packet, 24);
        message.CopyTo(packet, 40);
        var sum = Probes.Checksum([.. packet[8..40], 0, 0, 0, (byte)message.Length, 0, 0, 0, 58, .. message]);
        (packet[42], packet[43]) = ((byte)(sum >> 8), (byte)sum);
        return packet;
    }

    private static byte[] Solicitation(string target) => [135, 0, 0, 0, 0, 0, 0, 0, .. System.Net.IPAddress.Parse(target).GetAddressBytes()];

    /// <summary>What scamper saw, hop by hop, without times and what differs by the size of headers.</summary>
    private static async Task<string> TraceAsync(string lab, string method, string destination, string folder)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Netlab, lab, "--output", Path.Combine(folder, Path.GetRandomFileName()), "--exec", "--", "scamper", "-p", "1000", "-O", "json", "-I", $"trace -P {method} {destination}"])
            .ExecuteBufferedAsync();
        return string.Join('\n', Fields().Matches(result.StandardOutput.Split('\n').Single(line => line.Contains("\"hops\"", StringComparison.Ordinal))).Select(match => match.Value));
    }

    private static async Task<string> WriteLabAsync(string folder, string lab)
    {
        var path = Path.Combine(folder, lab + ".json");
        await File.WriteAllTextAsync(path, ToIpv6(await File.ReadAllTextAsync(Path.Combine(Repository.Labs, lab + ".json"))));
        return path;
    }

    /// <summary>Gives every address of a text its counterpart in IPv6.</summary>
    private static string ToIpv6(string text) => Ipv4().Replace(text, match => match.Value == "172.20.0.2"
        ? "2620:172::ff:fe00:1"
        : NetAddress.Parse($"2620:20:{match.Groups[2].Value}:{match.Groups[3].Value}::{match.Groups[4].Value}").ToString());

    [GeneratedRegex(@"\b(\d+)\.(\d+)\.(\d+)\.(\d+)\b")]
    private static partial Regex Ipv4();

    [GeneratedRegex("\"(?:stop_reason|addr|probe_ttl|reply_ttl|mpls_ttl|mpls_label|mpls_s)\": ?(?:\"[^\"]*\"|\\d+)")]
    private static partial Regex Fields();
}
