using System.Buffers.Binary;
using Unikraft.Measurements;
using Unikraft.Measurements.Pcap;

namespace Measurements.Tests;

/// <summary>The capture file.</summary>
public sealed class PcapLayoutTests
{
    [Fact]
    public void A_capture_has_nanoseconds_and_bare_ip_packets()
    {
        using var stream = new MemoryStream();
        using var writer = new PcapWriter(stream);
        writer.Write(new UnixTime(1_700_000_000_123_456_789), new byte[] { 1, 2, 3 });
        writer.Write(new UnixTime(1_700_000_001_000_000_000), Array.Empty<byte>());

        var bytes = stream.ToArray();
        Assert.Equal([0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0], bytes[..8]);
        Assert.Equal(101u, U32(20));
        Assert.Equal((1_700_000_000u, 123_456_789u, 3u, 3u), (U32(24), U32(28), U32(32), U32(36)));
        Assert.Equal([1, 2, 3], bytes[40..43]);
        Assert.Equal((1_700_000_001u, 0u, 0u), (U32(43), U32(47), U32(51)));
        Assert.Equal(59, bytes.Length);

        uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
    }
}
