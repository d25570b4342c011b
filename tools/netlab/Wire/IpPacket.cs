using System.Buffers.Binary;
using Netlab.Model;

namespace Netlab.Wire;

/// <summary>
/// Reads and changes the header of an IPv4 (RFC 791) or IPv6 packet (RFC 8200) in place. Of the extension headers of IPv6 it knows the fragment
/// header, and only well enough to leave fragments alone.
/// </summary>
internal readonly ref struct IpPacket(Span<byte> bytes)
{
    /// <summary>Length of an IPv4 header without options.</summary>
    public const int Ipv4HeaderLength = 20;

    /// <summary>Length of the fixed IPv6 header.</summary>
    public const int Ipv6HeaderLength = 40;

    /// <summary>Protocol number of TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>Protocol number of UDP.</summary>
    public const byte Udp = 17;

    /// <summary>Next header of ICMPv6.</summary>
    public const byte Icmp6 = 58;

    private const byte Icmp = 1;
    private const byte Fragment6 = 44;

    private readonly Span<byte> _bytes = bytes;

    /// <summary>Whether the packet is one of IPv6.</summary>
    public bool IsIpv6 => IsIpv6At(_bytes);

    /// <summary>Length of the header with the options of IPv4, in bytes.</summary>
    public int HeaderLength => HeaderLengthAt(_bytes);

    /// <summary>Length of header and payload, in bytes.</summary>
    public int TotalLength => TotalLengthAt(_bytes);

    /// <summary>Whether this is not the first fragment of a datagram.</summary>
    public bool IsLaterFragment => IsIpv6
        ? Protocol == Fragment6
        : (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1fff) != 0;

    /// <summary>Whether the packet is a fragment, the first one included.</summary>
    public bool IsFragment => IsIpv6
        ? Protocol == Fragment6
        : (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x3fff) != 0;

    /// <summary>Time to live, hop limit.</summary>
    public byte Ttl
    {
        get => _bytes[IsIpv6 ? 7 : 8];
        set
        {
            _bytes[IsIpv6 ? 7 : 8] = value;
            if (!IsIpv6)
                WriteHeaderChecksum();
        }
    }

    /// <summary>Identification field of IPv4; 0 for IPv6.</summary>
    public ushort Id => IsIpv6 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Protocol number of the payload, next header.</summary>
    public byte Protocol => _bytes[IsIpv6 ? 6 : 9];

    /// <summary>Whether the payload is a message of ICMP, or ICMPv6 in IPv6.</summary>
    public bool IsIcmp => Protocol == (IsIpv6 ? Icmp6 : Icmp);

    /// <summary>Source address.</summary>
    public NetAddress Source => IsIpv6 ? NetAddress.Read(_bytes[8..24]) : NetAddress.Read(_bytes[12..16]);

    /// <summary>Destination address.</summary>
    public NetAddress Destination => IsIpv6 ? NetAddress.Read(_bytes[24..40]) : NetAddress.Read(_bytes[16..20]);

    /// <summary>Bytes after the header.</summary>
    public Span<byte> Payload => _bytes[HeaderLength..TotalLength];

    /// <summary>Whether an ICMP payload has its right checksum; that of ICMPv6 covers a pseudo header (RFC 4443 section 2.3).</summary>
    public bool HasRightIcmpChecksum => IcmpChecksum() == 0;

    /// <summary>Whether the bytes begin with an IPv6 header.</summary>
    public static bool IsIpv6At(ReadOnlySpan<byte> bytes) => bytes[0] >> 4 == 6;

    /// <summary>Length of the header that the bytes begin with.</summary>
    public static int HeaderLengthAt(ReadOnlySpan<byte> bytes) => IsIpv6At(bytes) ? Ipv6HeaderLength : (bytes[0] & 15) * 4;

    /// <summary>Length of the packet that the bytes begin with.</summary>
    public static int TotalLengthAt(ReadOnlySpan<byte> bytes) => IsIpv6At(bytes)
        ? Ipv6HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);

    /// <summary>Whether the bytes begin with a whole, valid packet.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Ipv6HeaderLength && bytes[0] >> 4 == 6)
            return TotalLengthAt(bytes) <= bytes.Length;
        if (bytes.Length < Ipv4HeaderLength || bytes[0] >> 4 != 4)
            return false;
        var header = HeaderLengthAt(bytes);
        var total = TotalLengthAt(bytes);
        return header >= Ipv4HeaderLength && total >= header && total <= bytes.Length
            && InternetChecksum.Compute(bytes[..header]) == 0;
    }

    /// <summary>Builds a packet with an ICMP message, without options; the checksum of ICMPv6 is written here, since it covers the addresses.</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address, of the same family.</param>
    /// <param name="ttl">Time to live, hop limit.</param>
    /// <param name="id">Identification field of IPv4.</param>
    /// <param name="message">The message; that of ICMP has its checksum.</param>
    public static byte[] BuildIcmp(NetAddress source, NetAddress destination, byte ttl, ushort id, ReadOnlySpan<byte> message) =>
        Build(source, destination, source.IsIpv6 ? Icmp6 : Icmp, ttl, id, message);

    /// <summary>Builds a packet without options around any payload.</summary>
    /// <inheritdoc cref="BuildIcmp" />
    public static byte[] Build(NetAddress source, NetAddress destination, byte protocol, byte ttl, ushort id, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[(source.IsIpv6 ? Ipv6HeaderLength : Ipv4HeaderLength) + payload.Length];
        payload.CopyTo(bytes.AsSpan(bytes.Length - payload.Length));
        var header = bytes.AsSpan();
        if (source.IsIpv6)
        {
            header[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)payload.Length);
            header[6] = protocol;
            source.Write(header[8..]);
            destination.Write(header[24..]);
        }
        else
        {
            header[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)bytes.Length);
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], id);
            header[9] = protocol;
            source.Write(header[12..]);
            destination.Write(header[16..]);
        }
        var packet = new IpPacket(bytes) { Ttl = ttl };
        if (protocol == Icmp6)
        {
            packet.Payload[2..4].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(packet.Payload[2..], packet.IcmpChecksum());
        }
        return bytes;
    }

    private ushort IcmpChecksum()
    {
        if (!IsIpv6)
            return InternetChecksum.Compute(Payload);
        var covered = new byte[32 + 8 + Payload.Length];
        _bytes[8..40].CopyTo(covered);
        BinaryPrimitives.WriteInt32BigEndian(covered.AsSpan(32), Payload.Length);
        covered[39] = Icmp6;
        Payload.CopyTo(covered.AsSpan(40));
        return InternetChecksum.Compute(covered);
    }

    private void WriteHeaderChecksum()
    {
        _bytes[10] = _bytes[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[10..], InternetChecksum.Compute(_bytes[..HeaderLength]));
    }
}
