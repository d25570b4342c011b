using System.Buffers.Binary;

namespace Unikraft.Measurements.Pcap;

/// <summary>Writes a capture with nanoseconds, link type RAW: bare IP packets.</summary>
public sealed class PcapWriter : RecordWriter
{
    private const uint MagicNanoseconds = 0xa1b23c4d;
    private const uint SnapLength = 65535;
    private readonly byte[] _header = new byte[24];

    /// <summary>Starts a file on a stream, which the writer owns.</summary>
    public PcapWriter(Stream stream)
        : base(stream)
    {
        var header = _header.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(header, MagicNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], SnapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)LinkType.Raw);
        WriteBytes(_header);
    }

    /// <summary>Adds a packet.</summary>
    /// <param name="time">When it was seen.</param>
    /// <param name="packet">From the IP header on.</param>
    /// <exception cref="MeasurementException">The stream cannot be written.</exception>
    public void Write(UnixTime time, ReadOnlyMemory<byte> packet)
    {
        var (seconds, nanoseconds) = Math.DivRem(time.Nanoseconds, 1_000_000_000);
        var header = _header.AsSpan(0, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)nanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)packet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)packet.Length);
        WriteBytes(_header.AsMemory(0, 16));
        WriteBytes(packet);
    }

    /// <inheritdoc />
    protected override bool Add(Record record)
    {
        if (record is not PacketRecord { IpData.IsEmpty: false } packet)
            return false;
        Write(packet.Time, packet.IpData);
        return true;
    }
}
