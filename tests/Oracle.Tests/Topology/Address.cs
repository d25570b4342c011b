using System.Globalization;

namespace Oracle.Tests.Topology;

/// <summary>IPv4 addresses as numbers.</summary>
internal static class Address
{
    /// <summary>Ranges that are never pinged and never end a tunnel (tnt.md section 3).</summary>
    private static readonly (uint Base, int Bits)[] ReservedRanges =
    [
        (Parse("0.0.0.0"), 8), (Parse("10.0.0.0"), 8), (Parse("100.64.0.0"), 10), (Parse("127.0.0.0"), 8), (Parse("169.254.0.0"), 16),
        (Parse("172.16.0.0"), 12), (Parse("192.0.0.0"), 24), (Parse("192.0.2.0"), 24), (Parse("192.88.99.0"), 24), (Parse("192.168.0.0"), 16),
        (Parse("198.18.0.0"), 15), (Parse("198.51.100.0"), 24), (Parse("203.0.113.0"), 24), (Parse("224.0.0.0"), 4), (Parse("240.0.0.0"), 4),
    ];

    public static uint Parse(string text) => text.Split('.').Aggregate(0u, (value, part) => (value << 8) + uint.Parse(part, CultureInfo.InvariantCulture));

    public static string Format(uint value) => string.Join('.', new[] { value >> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255 });

    public static bool IsReserved(uint value) => ReservedRanges.Any(range => value >> (32 - range.Bits) == range.Base >> (32 - range.Bits));
}
