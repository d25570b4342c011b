using System.Buffers.Binary;
using Netlab.Wire;

namespace Netlab.Tests;

/// <summary>Replies byte by byte.</summary>
public sealed class PacketTests
{
    [Fact]
    public void A_time_exceeded_quotes_header_and_8_bytes_as_they_arrived()
    {
        var probe = Probes.Echo("20.9.9.9", 2);
        var reply = Probes.Network("ex01").Reply(probe);

        Assert.Equal([11, 0], reply[20..22]);
        Assert.Equal(28, reply.Length - 28);
        // The second router received the probe with TTL 1: only TTL and header checksum differ from what was sent.
        var expected = probe[..28];
        expected[8] = 1;
        (expected[10], expected[11]) = (0, 0);
        BinaryPrimitives.WriteUInt16BigEndian(expected.AsSpan(10), Probes.Checksum(expected.AsSpan(0, 20)));
        Assert.Equal(expected, reply[28..]);
    }

    [Fact]
    public void A_label_stack_follows_a_quotation_of_128_bytes()
    {
        var probe = Probes.Echo("20.9.9.9", 4, payload: 24);
        var reply = Probes.Network("ex02").Reply(probe);

        var icmp = reply.AsSpan(20);
        Assert.Equal(8 + 128 + 12, icmp.Length);
        Assert.Equal(32, icmp[5]);
        var quoted = icmp[8..136];
        Assert.Equal(2, quoted[8]);
        Assert.Equal(0, Probes.Checksum(quoted[..20]));
        Assert.Equal(probe[20..], quoted[20..probe.Length].ToArray());
        Assert.All(quoted[probe.Length..].ToArray(), padding => Assert.Equal(0, padding));
        var extension = icmp[136..];
        Assert.Equal(0, Probes.Checksum(extension));
        Assert.Equal(0x20, extension[0]);
        Assert.Equal([0, 8, 1, 1], extension[4..8].ToArray());
        // P2 stands at position 3; class 0, bottom of the stack, TTL 1.
        Assert.Equal((1003u << 12) | 0x100 | 1, BinaryPrimitives.ReadUInt32BigEndian(extension[8..]));
    }

    [Fact]
    public void A_longer_probe_is_quoted_up_to_128_bytes_before_a_label_stack()
    {
        var probe = Probes.Echo("20.9.9.9", 4, payload: 300);
        var reply = Probes.Network("ex02").Reply(probe);
        Assert.Equal(probe[20..128], reply[48..156]);
        Assert.Equal(20 + 8 + 128 + 12, reply.Length);
    }

    [Fact]
    public void An_echo_reply_is_the_request_turned_around()
    {
        var probe = Probes.Echo("20.0.1.2", 64, payload: 40);
        var reply = Probes.Network("ex01").Reply(probe);
        Assert.Equal(0, reply[20]);
        Assert.Equal(probe[24..], reply[24..]);
        Assert.Equal(Probes.Vp.Value, BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(16)));
    }

    [Fact]
    public void Quoted_ttl_can_always_be_1_with_a_right_checksum()
    {
        var reply = Probes.Network("ex14").Reply(Probes.Echo("20.9.9.9", 5));
        Assert.Equal("20.0.4.2", Probes.SourceOf(reply));
        Assert.Equal(1, reply[36]);
        Assert.Equal(0, Probes.Checksum(reply.AsSpan(28, 20)));
    }

    [Fact]
    public void A_udp_probe_is_answered_with_port_unreachable()
    {
        var probe = Probes.Udp("20.9.9.9", 64);
        var reply = Probes.Network("ex01").Reply(probe);
        Assert.Equal([3, 3], reply[20..22]);
        Assert.Equal(probe[20..28], reply[48..56]);
    }

    [Fact]
    public void Damaged_and_foreign_packets_get_no_answer()
    {
        var network = Probes.Network("ex01");
        var good = Probes.Echo("20.9.9.9", 64);
        for (var length = 0; length < good.Length; length++)
            Assert.Null(network.Handle(good.AsSpan(0, length), 0));
        for (var i = 0; i < 20; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x40;
            Assert.Null(network.Handle(bad, 0));
        }
        var wrongSum = (byte[])good.Clone();
        wrongSum[30] ^= 1;
        Assert.Null(network.Handle(wrongSum, 0));
        var foreign = IpPacket.Build(Model.NetAddress.Parse("1.2.3.4"), Model.NetAddress.Parse("20.9.9.9"), 1, 64, 0, good.AsSpan(20));
        Assert.Null(network.Handle(foreign, 0));
    }

    [Fact]
    public void Errors_are_not_answered_with_errors()
    {
        var network = Probes.Network("ex01");
        byte[] unreachable = [3, 3, 0xfc, 0xfc, 0, 0, 0, 0];
        Assert.Null(network.Handle(Probes.Packet("20.9.9.9", 1, 2, unreachable), 0));
    }

    [Fact]
    public void Random_bytes_do_no_harm()
    {
        var network = Probes.Network("ex02");
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            if (bytes.Length >= 20 && i % 2 == 0)
            {
                // A right header around random content gets further.
                bytes = Probes.Packet(i % 4 == 0 ? "20.9.9.9" : "20.0.4.2", (byte)random.Next(0, 20), (byte)random.Next(0, 20), bytes[20..]);
            }
            network.Handle(bytes, i);
        }
    }
}
