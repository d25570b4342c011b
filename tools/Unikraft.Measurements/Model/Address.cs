using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unikraft.Measurements;

/// <summary>An address of the network or link layer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its bytes as one number, the first byte highest.</param>
public readonly record struct Address(AddressKind Kind, UInt128 Value)
{
    /// <summary>Bytes of an address of a kind; 0 for a kind that does not exist.</summary>
    public static int Length(AddressKind kind) => kind switch
    {
        AddressKind.IPv4 => 4,
        AddressKind.IPv6 => 16,
        AddressKind.Ethernet => 6,
        AddressKind.Firewire => 8,
        _ => 0,
    };

    /// <summary>Makes an address from its bytes, as many as its kind has.</summary>
    public static Address FromBytes(AddressKind kind, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length(kind));
        Span<byte> whole = stackalloc byte[16];
        bytes.CopyTo(whole[(16 - bytes.Length)..]);
        return new Address(kind, BinaryPrimitives.ReadUInt128BigEndian(whole));
    }

    /// <summary>Makes an IPv4 address; the first byte is the highest of <paramref name="value"/>.</summary>
    public static Address FromIPv4(uint value) => new(AddressKind.IPv4, value);

    /// <summary>Reads an IPv4 address of four decimal numbers, or an IPv6 address without scope and brackets.</summary>
    public static bool TryParse(string? text, out Address address)
    {
        address = default;
        if (text is null || !IPAddress.TryParse(text, out var ip))
            return false;
        address = FromBytes(ip.AddressFamily == AddressFamily.InterNetwork ? AddressKind.IPv4 : AddressKind.IPv6, ip.GetAddressBytes());
        return address.Kind == AddressKind.IPv4 ? address.ToString() == text : text.AsSpan().IndexOfAny('%', '[') < 0;
    }

    /// <summary>Reads an address that is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no address.");

    /// <summary>The usual text: dotted decimal, RFC 5952, or hexadecimal bytes with colons; "-" for none.</summary>
    public override string ToString() => Kind switch
    {
        AddressKind.IPv4 => string.Create(CultureInfo.InvariantCulture, $"{Byte(3)}.{Byte(2)}.{Byte(1)}.{Byte(0)}"),
        AddressKind.IPv6 => Ipv6Text(),
        AddressKind.Ethernet or AddressKind.Firewire => LinkText(),
        _ => "-",
    };

    private byte Byte(int fromRight) => (byte)(Value >> (8 * fromRight));

    private ushort Group(int fromLeft) => (ushort)(Value >> (16 * (7 - fromLeft)));

    private string LinkText()
    {
        var value = Value;
        return string.Join(':', Enumerable.Range(0, Length(Kind)).Reverse().Select(i => ((byte)(value >> (8 * i))).ToString("x2", CultureInfo.InvariantCulture)));
    }

    // RFC 5952; IPAddress shows more kinds of embedded IPv4 addresses than the C library, whose text the tools print.
    private string Ipv6Text()
    {
        var (start, length) = LongestZeros();
        if (start == 0 && (length == 6 || (length == 5 && Group(5) == 0xffff)))
            return (length == 6 ? "::" : "::ffff:") + FromIPv4((uint)Value);
        var text = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            if (i == start && length > 1)
            {
                text.Append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            text.Append(CultureInfo.InvariantCulture, $"{Group(i):x}").Append(i < 7 ? ":" : "");
        }
        return text.ToString();
    }

    private (int Start, int Length) LongestZeros()
    {
        var (best, bestLength, length) = (-1, 0, 0);
        for (var i = 0; i < 8; i++)
        {
            length = Group(i) == 0 ? length + 1 : 0;
            if (length > bestLength)
                (best, bestLength) = (i - length + 1, length);
        }
        return (best, bestLength);
    }
}
