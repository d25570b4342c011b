using System.Buffers.Binary;
using System.Text;
using Netlab.Model;
using Netlab.Net;

namespace Netlab.Tests;

/// <summary>Networks that are not as they should be.</summary>
public sealed class FaultTests
{
    private const string Destination = "20.9.9.9";

    [Fact]
    public void A_link_can_duplicate_without_end_of_copies()
    {
        var network = Network(links: """{"between": ["VP", "A"], "duplicate_percent": 100}, {"between": ["A", "B"], "duplicate_percent": 100}, {"between": ["B", "D"], "duplicate_percent": 100}""");
        // The probe is copied on each of three links, its reply on each of the way back; a copy stays one.
        Assert.Equal(4 + 3, network.HandleAll(Probes.Echo(Destination, 9), 0).Count);
    }

    [Fact]
    public void A_link_can_turn_bits_and_routers_drop_damaged_headers()
    {
        var network = Network(links: """{"between": ["A", "B"], "corrupt_percent": 100}""");
        var answered = 0;
        for (var i = 0; i < 2000; i++)
        {
            // A turned bit of the header costs the packet; one behind it arrives, and the checksum tells.
            if (network.Handle(Probes.Echo(Destination, 2), i) is not { } reply)
                continue;
            answered++;
            Assert.NotEqual(0, Probes.Checksum(reply.Packet.AsSpan(20)));
        }
        Assert.InRange(answered, 300, 1200);
        Assert.Equal("20.0.0.2", Probes.SourceOf(network.Reply(Probes.Echo(Destination, 1))));
    }

    [Theory]
    [InlineData("counter", "65535 0 1 2")]
    [InlineData("per address", "65535 65535 0 0")]
    [InlineData("swapped", "65535 0 256 512")]
    [InlineData("zero", "0 0 0 0")]
    [InlineData("probe", "48879 48879 48879 48879")]
    public void A_router_numbers_its_packets_as_it_likes(string kind, string expected)
    {
        var network = Network(a: $$""", "also_owns": ["20.7.7.7"], "ip_ids": "{{kind}}", "ip_id_first": 65535""");
        string[] asked = ["20.0.0.2", "20.7.7.7", "20.0.0.2", "20.7.7.7"];
        Assert.Equal(expected, string.Join(' ', asked.Select(address => IdOf(network.Reply(Probes.Echo(address, 9))))));
    }

    [Fact]
    public void A_router_can_number_its_packets_at_random_or_in_steps()
    {
        var random = Network(a: """, "ip_ids": "random" """);
        Assert.InRange(Enumerable.Range(0, 100).Select(_ => IdOf(random.Reply(Probes.Echo("20.0.0.2", 9)))).Distinct().Count(), 90, 100);
        var steps = Network(a: """, "ip_id_step": 30""");
        Assert.Equal([0, 30, 60], Enumerable.Range(0, 3).Select(_ => (int)IdOf(steps.Reply(Probes.Echo("20.0.0.2", 9)))));
    }

    [Fact]
    public void A_link_can_hold_packets_back()
    {
        var network = Network(links: """{"between": ["VP", "A"], "delay_ms": 1, "reorder_percent": 50, "reorder_ms": 7}""");
        var delays = Enumerable.Range(0, 100).Select(i => network.Handle(Probes.Echo("20.0.0.2", 9), i)!.Value.DelayNs / 1_000_000).Distinct().Order();
        Assert.Equal([2, 9, 16], delays);
    }

    [Fact]
    public void A_balancer_keeps_a_flow_on_one_way_and_spreads_flows()
    {
        var network = Network(a: """, "balanced": {"by": "flow", "left": ["20.0.0.6", "20.0.0.10"]}""");
        string From(int flow) => Probes.SourceOf(network.Reply(Probes.Udp(Destination, 1, (ushort)flow)));
        Assert.Equal(3, Enumerable.Range(1, 60).Select(From).Distinct().Count());
        Assert.All(Enumerable.Range(1, 60), flow => Assert.Equal(From(flow), From(flow)));
        Assert.Equal("20.0.0.10", Probes.SourceOf(network.Reply(Probes.Echo("20.0.0.10", 64))));
    }

    [Fact]
    public void A_balancer_can_send_each_packet_another_way()
    {
        static string Draw(VirtualNetwork network) =>
            string.Join(' ', Enumerable.Range(0, 50).Select(_ => Probes.SourceOf(network.Reply(Probes.Echo(Destination, 1)))));
        static VirtualNetwork New() => Network(a: """, "balanced": {"by": "packet", "left": ["20.0.0.6"]}""");
        var first = Draw(New());
        Assert.Equal(first, Draw(New()));
        Assert.Contains("20.0.0.6", first);
        Assert.Contains("20.0.0.2 ", first);
    }

    [Fact]
    public void A_destination_can_answer_with_time_exceeded()
    {
        var reply = Network(d: """, "te_for_own": true""").Reply(Probes.Echo(Destination, 3));
        Assert.Equal((Destination, 11), (Probes.SourceOf(reply), reply[20]));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("20.9.9.9")]
    public void Time_exceeded_can_come_from_any_address(string address) =>
        Assert.Equal(address, Probes.SourceOf(Network(b: $", \"te_from\": \"{address}\"").Reply(Probes.Echo(Destination, 2))));

    [Fact]
    public void Two_routers_can_send_packets_round_and_round()
    {
        var network = Network(b: $", \"sends_back\": [\"{Destination}\"]");
        Assert.Equal(["20.0.0.2", "20.0.1.2", "20.0.0.2", "20.0.1.2"], Enumerable.Range(1, 4).Select(ttl => Probes.SourceOf(network.Reply(Probes.Echo(Destination, (byte)ttl)))));
        Assert.NotNull(network.Handle(Probes.Echo(Destination, 255), 0));
    }

    [Fact]
    public void A_packet_sent_back_by_the_first_router_is_gone() =>
        Assert.Null(Network(a: $", \"sends_back\": [\"{Destination}\"]").Handle(Probes.Echo(Destination, 9), 0));

    [Fact]
    public void Replies_can_be_late()
    {
        var network = Network(a: """, "late_percent": 30, "late_ms": 1500""");
        var late = Enumerable.Range(0, 1000).Count(i => network.Handle(Probes.Echo("20.0.0.2", 9), i)!.Value.DelayNs == 1_500_000_000);
        Assert.InRange(late, 250, 350);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Nobody_forges_unless_the_lab_says_so(byte ttl) => Assert.Single(Network().HandleAll(Probes.Echo(Destination, ttl), 0));

    [Theory]
    [InlineData("wrong id", 20 + 8 + 20 + 4)]
    [InlineData("wrong destination", 20 + 8 + 16)]
    [InlineData("wrong sequence", 20 + 8 + 20 + 6)]
    [InlineData("no quotation", -1)]
    public void Somebody_can_forge_replies(string kind, int differsAt)
    {
        var replies = Network(a: $", \"spoofed\": \"{kind}\"").HandleAll(Probes.Echo(Destination, 1), 0);
        Assert.Equal(2, replies.Count);
        var (good, forged) = (replies.Single(reply => !reply.IsForged).Packet, replies.Single(reply => reply.IsForged).Packet);
        Assert.Equal("66.6.6.6", Probes.SourceOf(forged));
        Assert.Equal(0, Probes.Checksum(forged.AsSpan(20)));
        if (differsAt < 0)
            Assert.Equal(28, forged.Length);
        else
            Assert.Equal([differsAt], Enumerable.Range(24, good.Length - 24).Where(i => good[i] != forged[i]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stack_has_several_labels(int labels)
    {
        var reply = Network(b: ", \"rfc4950\": true", lsp: labels).Reply(Probes.Echo(Destination, 2));
        var extension = reply.AsSpan(20 + 8 + 128);
        Assert.Equal(0, Probes.Checksum(extension));
        var entries = Enumerable.Range(0, labels).Select(i => BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(20 + 8 + 128 + 8 + (4 * i)))).ToList();
        Assert.Equal(8 + (4 * labels), extension.Length);
        Assert.Equal(1001u, entries[0] >> 12);
        Assert.Equal(labels - 1, entries.FindIndex(entry => (entry & 0x100) != 0));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("wrong checksum")]
    [InlineData("wrong version")]
    [InlineData("zero length")]
    [InlineData("long object")]
    [InlineData("odd length")]
    [InlineData("other class")]
    [InlineData("long quotation")]
    [InlineData("no quotation length")]
    [InlineData("random")]
    public void An_extension_can_be_absurd_in_a_message_with_a_right_checksum(string fault)
    {
        var good = Network(b: ", \"rfc4950\": true", lsp: 1).Reply(Probes.Echo(Destination, 2));
        var bad = Network(b: $", \"rfc4950\": true, \"extension\": \"{fault}\"", lsp: 1).Reply(Probes.Echo(Destination, 2));
        Assert.NotEqual(good[20..], bad[20..]);
        Assert.Equal(good[28..156], bad[28..156]);
    }

    [Fact]
    public void A_quotation_can_be_too_short() =>
        Assert.Equal(20 + 8 + 20 + 3, Network(a: ", \"quoted_bytes\": 3").Reply(Probes.Echo(Destination, 1)).Length);

    /// <summary>A lab of three; with a path its destination is no link address, or the path would end before it.</summary>
    private static ushort IdOf(byte[] packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));

    private static VirtualNetwork Network(string a = "", string b = "", string d = "", string links = "", int lsp = 0) => new(LabReader.Read("lab.json", Encoding.UTF8.GetBytes($$"""
        {
         "vp": "172.20.0.2",
         "routers": [
          {"name": "A", "left": "20.0.0.2", "right": "20.0.1.1", "te": 255, "er": 64{{a}}},
          {"name": "B", "left": "20.0.1.2", "right": "20.9.9.8", "te": 255, "er": 64{{b}}},
          {"name": "D", {{(lsp == 0 ? "\"left\": \"20.9.9.9\"" : "\"left\": \"20.9.9.10\", \"also_owns\": [\"20.9.9.9\"]")}}, "te": 64, "er": 64{{d}}}
         ],
         "links": [{{links}}],
         "lsps": [{{(lsp == 0 ? "" : $$"""{"ingress": "A", "egress": "D", "ttl_propagate": true, "pop": "PHP", "policy": "all prefixes", "directions": ["forward"], "labels": {{lsp}}}""")}}],
         "destinations": ["20.9.9.9"]
        }
        """)));
}
