using System.Buffers.Binary;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Pcap;

/// <summary>Captures in the classic format of libpcap: either byte order, micro- or nanoseconds.</summary>
internal sealed class PcapParser : RecordParser
{
    /// <summary>First bytes of the other format, pcapng.</summary>
    public const uint NextGeneration = 0x0a0d0d0a;

    private const uint Microseconds = 0xa1b2c3d4;
    private const uint Nanoseconds = 0xa1b23c4d;
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    // libpcap's own limit for any link type.
    private const uint MaxPacket = 262144;
    private bool _isBigEndian;
    private bool _isNano;
    private LinkType? _linkType;

    /// <summary>Whether the first four bytes, read as a big-endian number, are those of a capture.</summary>
    public static bool IsMagic(uint magic) =>
        magic is Microseconds or Nanoseconds || BinaryPrimitives.ReverseEndianness(magic) is Microseconds or Nanoseconds;

    /// <inheritdoc />
    public override bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record)
    {
        (used, record) = (0, null);
        if (_linkType is not { } linkType)
        {
            if (data.Length < FileHeader)
                return NeedsMore(data, isAll, offset);
            ReadHeader(data, offset);
            used = FileHeader;
            return true;
        }
        if (data.Length < PacketHeader)
            return NeedsMore(data, isAll, offset);
        var length = U32(data[8..]);
        if (length > MaxPacket)
            throw Faults.PacketLength(length, offset + 8);
        if (data.Length < PacketHeader + length)
            return NeedsMore(data, isAll, offset);
        used = PacketHeader + (int)length;
        record = new PacketRecord
        {
            Offset = offset,
            Time = Time(data, offset),
            LinkType = linkType,
            OriginalLength = U32(data[12..]),
            Data = data[PacketHeader..used].ToArray(),
        };
        return true;
    }

    private static bool NeedsMore(ReadOnlySpan<byte> data, bool isAll, long offset) =>
        isAll && !data.IsEmpty ? throw Faults.Truncated(offset + data.Length, offset) : false;

    private void ReadHeader(ReadOnlySpan<byte> data, long offset)
    {
        _isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(data) is Microseconds or Nanoseconds;
        _isNano = U32(data) == Nanoseconds;
        // The upper bits tell of a frame check sequence.
        var type = U32(data[20..]) & 0xffff;
        _linkType = Enum.IsDefined((LinkType)type) ? (LinkType)type : throw Faults.LinkType(type, offset + 20);
    }

    private UnixTime Time(ReadOnlySpan<byte> data, long offset)
    {
        var (seconds, fraction) = (U32(data), U32(data[4..]));
        if (fraction >= (_isNano ? 1_000_000_000 : 1_000_000))
            throw Faults.DoesNotFit("the time of a packet", offset + 4);
        return new UnixTime((seconds * 1_000_000_000L) + (_isNano ? fraction : fraction * 1000L));
    }

    private uint U32(ReadOnlySpan<byte> data) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
}
