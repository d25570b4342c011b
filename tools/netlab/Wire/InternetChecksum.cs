using System.Buffers.Binary;

namespace Netlab.Wire;

/// <summary>The checksum of IPv4, ICMP and UDP (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>One's complement of the one's complement sum; 0 for data that contains its right checksum.</summary>
    public static ushort Compute(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (; data.Length >= 2; data = data[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(data);
        if (data.Length == 1)
            sum += (uint)data[0] << 8;
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
