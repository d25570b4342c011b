using System.Buffers.Binary;

namespace Netlab.Runs;

/// <summary>Writes a pcap file with nanosecond time stamps, link type RAW: bare IP packets of both directions.</summary>
internal sealed class PcapWriter : IDisposable
{
    private const uint MagicNanoseconds = 0xa1b23c4d;
    private const uint LinkTypeRaw = 101;
    private readonly Stream _stream;
    private readonly byte[] _header = new byte[24];

    /// <summary>Starts a file on a stream, which it owns.</summary>
    public PcapWriter(Stream stream)
    {
        _stream = stream;
        var header = _header.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(header, MagicNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65535);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkTypeRaw);
        _stream.Write(header);
    }

    /// <summary>Adds a packet.</summary>
    /// <param name="wallNs">Nanoseconds of the Unix epoch.</param>
    /// <param name="packet">The IP packet.</param>
    public void Write(long wallNs, ReadOnlySpan<byte> packet)
    {
        var (seconds, nanoseconds) = Math.DivRem(wallNs, 1_000_000_000);
        var header = _header.AsSpan(0, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)nanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)packet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)packet.Length);
        _stream.Write(header);
        _stream.Write(packet);
    }

    /// <summary>Gives everything written so far to the file.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();
}
