using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Netlab.Model;

/// <summary>An IPv4 or IPv6 address; <paramref name="Value"/> is its number.</summary>
internal readonly record struct NetAddress(UInt128 Value, bool IsIpv6)
{
    private const int Ipv6Length = 16;

    /// <summary>Whether it names a group (224/4, ff00::/8), which is the business of the neighbourhood.</summary>
    public bool IsMulticast => IsIpv6 ? Value >> 120 == 0xff : Value >> 28 == 0xe;

    /// <summary>Takes an address out of a packet: 4 or 16 bytes in the order of the wire.</summary>
    public static NetAddress Read(ReadOnlySpan<byte> bytes) => bytes.Length == Ipv6Length
        ? new NetAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes), true)
        : new NetAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes), false);

    /// <summary>Writes the 4 or 16 bytes of the wire.</summary>
    public void Write(Span<byte> bytes)
    {
        if (IsIpv6)
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Value);
    }

    /// <summary>Reads dotted decimal text (exactly four numbers of 0 to 255 without leading zeros) or that of RFC 4291, without zone.</summary>
    public static bool TryParse(string text, out NetAddress address)
    {
        address = default;
        if (!text.Contains(':', StringComparison.Ordinal))
            return TryParseIpv4(text, out address);
        if (text.AsSpan().ContainsAny('%', '[', '/') || !IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        address = Read(parsed.GetAddressBytes());
        return true;
    }

    /// <summary>Reads text that is known to be right.</summary>
    public static NetAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address.");

    /// <inheritdoc />
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Ipv6Length];
        Write(bytes);
        return new IPAddress(bytes[..(IsIpv6 ? Ipv6Length : 4)]).ToString();
    }

    private static bool TryParseIpv4(string text, out NetAddress address)
    {
        address = default;
        var parts = text.Split('.');
        if (parts.Length != 4)
            return false;
        uint value = 0;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                return false;
            value = (value << 8) | octet;
        }
        address = new NetAddress(value, false);
        return true;
    }
}
