using System.Buffers.Binary;
using Unikraft.Measurements;
using Unikraft.Measurements.Pcap;

namespace Measurements.Tests;

/// <summary>Captures of both byte orders, resolutions, link types.</summary>
public sealed class PcapTests
{
    private static readonly byte[] Packet = [0x45, 0, 0, 28, 0, 7, 0, 0, 3, 1, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 8, 0, 0, 0, 0, 1, 0, 2];

    [Theory]
    [InlineData(true, 0xa1b2c3d4u, 1_000_000_005_000L)]
    [InlineData(false, 0xa1b2c3d4u, 1_000_000_005_000L)]
    [InlineData(true, 0xa1b23c4du, 1_000_000_000_005L)]
    [InlineData(false, 0xa1b23c4du, 1_000_000_000_005L)]
    public void Byte_order_and_resolution_are_those_of_the_header(bool isBigEndian, uint magic, long nanoseconds)
    {
        var record = Assert.IsType<PacketRecord>(Convert.Read(Capture(isBigEndian, magic, 101, Packet)).Single());
        Assert.Equal(nanoseconds, record.Time.Nanoseconds);
        Assert.Equal(Packet, record.Data.ToArray());
        Assert.True(record.Ip is { Ttl: 3, Protocol: 1, Id: 7, IcmpType: 8, IsProbe: true, Quoted: null });
        Assert.Equal(("192.0.2.1", "192.0.2.2"), (record.Ip.Source.ToString(), record.Ip.Destination.ToString()));
    }

    [Fact]
    public void Ethernet_frames_give_their_packet_behind_vlan_tags()
    {
        byte[] plain = [.. new byte[12], 8, 0, .. Packet];
        byte[] tagged = [.. new byte[12], 0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 8, 0, .. Packet];
        byte[] arp = [.. new byte[12], 8, 6, .. Packet];
        foreach (var frame in new[] { plain, tagged })
            Assert.Equal(Packet, Convert.Read(Capture(true, 0xa1b2c3d4, 1, frame)).OfType<PacketRecord>().Single().IpData.ToArray());
        Assert.Null(Convert.Read(Capture(true, 0xa1b2c3d4, 1, arp)).OfType<PacketRecord>().Single().Ip);
    }

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var stream = new MemoryStream();
        using (var writer = new PcapWriter(stream))
            writer.Write(new UnixTime(1_700_000_000_123_456_789), Packet);
        var record = Convert.Read(stream.ToArray()).OfType<PacketRecord>().Single();
        Assert.Equal((1_700_000_000_123_456_789, LinkType.Raw, 28u), (record.Time.Nanoseconds, record.LinkType, record.OriginalLength));
        Assert.Equal(Packet, record.IpData.ToArray());
    }

    private static byte[] Capture(bool isBigEndian, uint magic, uint linkType, byte[] packet)
    {
        uint[] words = [magic, 0, 0, 0, 65535, linkType, 1000, 5, (uint)packet.Length, (uint)packet.Length];
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        }
        return [.. bytes, .. packet];
    }
}
