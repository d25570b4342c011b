using System.Buffers.Binary;
using Netlab.Model;

namespace Netlab.Wire;

/// <summary>Reads and changes the header of an IPv4 packet (RFC 791) in place.</summary>
internal readonly ref struct Ipv4Packet(Span<byte> bytes)
{
    /// <summary>Length of a header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>Protocol number of ICMP.</summary>
    public const byte Icmp = 1;

    /// <summary>Protocol number of TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>Protocol number of UDP.</summary>
    public const byte Udp = 17;

    private readonly Span<byte> _bytes = bytes;

    /// <summary>Length of the header with options, in bytes.</summary>
    public int HeaderLength => (_bytes[0] & 15) * 4;

    /// <summary>Length of header and payload, in bytes.</summary>
    public int TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The identification field.</summary>
    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Whether this is not the first fragment of a datagram.</summary>
    public bool IsLaterFragment => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1fff) != 0;

    /// <summary>Whether the packet is a fragment, the first one included.</summary>
    public bool IsFragment => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x3fff) != 0;

    /// <summary>Time to live.</summary>
    public byte Ttl
    {
        get => _bytes[8];
        set
        {
            _bytes[8] = value;
            WriteChecksum();
        }
    }

    /// <summary>Protocol number of the payload.</summary>
    public byte Protocol => _bytes[9];

    /// <summary>Source address.</summary>
    public Ipv4Address Source => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]));

    /// <summary>Destination address.</summary>
    public Ipv4Address Destination => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]));

    /// <summary>Bytes after the header.</summary>
    public Span<byte> Payload => _bytes[HeaderLength..TotalLength];

    /// <summary>Whether the bytes begin with a whole, valid IPv4 packet.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinHeaderLength || bytes[0] >> 4 != 4)
            return false;
        var header = (bytes[0] & 15) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return header >= MinHeaderLength && total >= header && total <= bytes.Length
            && InternetChecksum.Compute(bytes[..header]) == 0;
    }

    /// <summary>Builds a packet without options around a payload.</summary>
    public static byte[] Build(Ipv4Address source, Ipv4Address destination, byte protocol, byte ttl, ushort id, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[MinHeaderLength + payload.Length];
        bytes[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), id);
        bytes[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), source.Value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), destination.Value);
        payload.CopyTo(bytes.AsSpan(MinHeaderLength));
        var packet = new Ipv4Packet(bytes) { Ttl = ttl };
        return bytes;
    }

    private void WriteChecksum()
    {
        _bytes[10] = _bytes[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[10..], InternetChecksum.Compute(_bytes[..HeaderLength]));
    }
}
