using System.Buffers.Binary;

namespace Unikraft.Measurements.Pcap;

/// <summary>An IPv4 (RFC 791) or IPv6 (RFC 8200) packet, as far as it was captured or quoted.</summary>
public sealed record IpPacket
{
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte Icmp6 = 58;

    /// <summary>Source address.</summary>
    public Address Source { get; private init; }

    /// <summary>Destination address.</summary>
    public Address Destination { get; private init; }

    /// <summary>TTL or hop limit.</summary>
    public byte Ttl { get; private init; }

    /// <summary>TOS byte or traffic class.</summary>
    public byte Tos { get; private init; }

    /// <summary>Protocol of the payload: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6. Extension headers of IPv6 are not followed.</summary>
    public byte Protocol { get; private init; }

    /// <summary>IP id; 0 for IPv6.</summary>
    public ushort Id { get; private init; }

    /// <summary>Length the header states, with the header.</summary>
    public int Length { get; private init; }

    /// <summary>What follows the header, as far as it is there.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>ICMP type; null for other protocols.</summary>
    public byte? IcmpType => Protocol is Icmp or Icmp6 && Payload.Length >= 8 ? Payload.Span[0] : null;

    /// <summary>The packet an ICMP error quotes; null when it is none.</summary>
    public IpPacket? Quoted => IcmpType is { } type && (Protocol == Icmp ? type is 3 or 4 or 5 or 11 or 12 : type is 1 or 2 or 3 or 4) ? Parse(Payload[8..]) : null;

    /// <summary>Whether it asks: an echo or time-stamp request, a UDP datagram, a TCP segment.</summary>
    public bool IsProbe => Protocol switch
    {
        Icmp => IcmpType is 8 or 13,
        Icmp6 => IcmpType == 128,
        _ => Protocol is Udp or Tcp,
    };

    /// <summary>Takes a packet apart; null: it is none, or cut within its header.</summary>
    public static IpPacket? Parse(ReadOnlyMemory<byte> data) => data.IsEmpty ? null : (data.Span[0] >> 4) switch
    {
        4 => ParseIPv4(data),
        6 => ParseIPv6(data),
        _ => null,
    };

    private static IpPacket? ParseIPv4(ReadOnlyMemory<byte> data)
    {
        var b = data.Span;
        var header = 4 * (b[0] & 15);
        if (header < 20 || b.Length < header)
            return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(b[2..]);
        return new IpPacket
        {
            Tos = b[1],
            Length = length,
            Id = BinaryPrimitives.ReadUInt16BigEndian(b[4..]),
            Ttl = b[8],
            Protocol = b[9],
            Source = Address.FromBytes(AddressKind.IPv4, b[12..16]),
            Destination = Address.FromBytes(AddressKind.IPv4, b[16..20]),
            Payload = data[header..Math.Max(header, Math.Min(length, b.Length))],
        };
    }

    private static IpPacket? ParseIPv6(ReadOnlyMemory<byte> data)
    {
        const int Header = 40;
        var b = data.Span;
        if (b.Length < Header)
            return null;
        var length = Header + BinaryPrimitives.ReadUInt16BigEndian(b[4..]);
        return new IpPacket
        {
            Tos = (byte)(BinaryPrimitives.ReadUInt16BigEndian(b) >> 4),
            Length = length,
            Protocol = b[6],
            Ttl = b[7],
            Source = Address.FromBytes(AddressKind.IPv6, b[8..24]),
            Destination = Address.FromBytes(AddressKind.IPv6, b[24..40]),
            Payload = data[Header..Math.Min(length, b.Length)],
        };
    }
}
