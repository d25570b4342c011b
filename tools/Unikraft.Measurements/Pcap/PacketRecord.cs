using System.Buffers.Binary;

namespace Unikraft.Measurements.Pcap;

/// <summary>A captured packet.</summary>
public sealed record PacketRecord : Record
{
    private const int EthernetHeader = 14;

    /// <summary>When it was captured.</summary>
    public UnixTime Time { get; init; }

    /// <summary>What its bytes begin with.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>Its length on the wire; more than was captured when it was cut.</summary>
    public uint OriginalLength { get; init; }

    /// <summary>The bytes captured.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>From the IP header on; empty when it is no IP packet.</summary>
    public ReadOnlyMemory<byte> IpData => LinkType == LinkType.Ethernet ? BehindEthernet() : Data;

    /// <summary>The IP packet; null when it is none, or cut within its header.</summary>
    public IpPacket? Ip => IpPacket.Parse(IpData);

    // EtherTypes: 0800 IPv4, 86dd IPv6; 8100 and 88a8 are VLAN tags of four bytes.
    private ReadOnlyMemory<byte> BehindEthernet()
    {
        for (var at = EthernetHeader; at <= Data.Length; at += 4)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(Data.Span[(at - 2)..]);
            if (type is 0x0800 or 0x86dd)
                return Data[at..];
            if (type is not (0x8100 or 0x88a8))
                break;
        }
        return default;
    }
}
