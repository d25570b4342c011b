using System.Buffers.Binary;
using Netlab.Model;
using Netlab.Net;
using Netlab.Wire;

namespace Netlab.Tests;

/// <summary>Makes probes and looks into replies, with code of its own: nothing here shares a bug with the simulator's builders.</summary>
internal static class Probes
{
    public static readonly NetAddress Vp = NetAddress.Parse("172.20.0.2");

    public static byte[] Echo(string destination, byte ttl, int payload = 8)
    {
        var icmp = new byte[8 + payload];
        icmp[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(4), 0x1234);
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(6), 7);
        for (var i = 8; i < icmp.Length; i++)
            icmp[i] = (byte)i;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), Checksum(icmp));
        return Packet(destination, 1, ttl, icmp);
    }

    public static byte[] Udp(string destination, byte ttl, ushort sourcePort = 0x829a)
    {
        byte[] udp = [(byte)(sourcePort >> 8), (byte)sourcePort, 0x82, 0x9b, 0, 12, 0, 0, 1, 2, 3, 4];
        return Packet(destination, 17, ttl, udp);
    }

    public static byte[] Packet(string destination, byte protocol, byte ttl, byte[] payload)
    {
        var bytes = new byte[20 + payload.Length];
        bytes[0] = 0x45;
        bytes[1] = 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), 0xbeef);
        bytes[8] = ttl;
        bytes[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), (uint)Vp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), (uint)NetAddress.Parse(destination).Value);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), Checksum(bytes.AsSpan(0, 20)));
        payload.CopyTo(bytes, 20);
        return bytes;
    }

    public static ushort Checksum(ReadOnlySpan<byte> data)
    {
        var sum = 0ul;
        for (var i = 0; i < data.Length; i++)
            sum += (ulong)data[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)(sum ^ 0xffff);
    }

    public static VirtualNetwork Network(string lab) => new(LabReader.ReadFile(Path.Combine(Repository.Labs, lab + ".json")));

    public static string SourceOf(byte[] packet) => NetAddress.Read(packet.AsSpan(12, 4)).ToString();

    public static byte[] Reply(this VirtualNetwork network, byte[] probe)
    {
        var reply = network.Handle(probe, 0);
        Assert.NotNull(reply);
        Assert.True(IpPacket.IsValid(reply.Value.Packet));
        Assert.Equal(0, Checksum(reply.Value.Packet.AsSpan(0, 20)));
        Assert.Equal(0, Checksum(reply.Value.Packet.AsSpan(20)));
        return reply.Value.Packet;
    }
}
