using System.Buffers.Binary;
using System.Globalization;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Warts;

/// <summary>Objects of a warts file: header of 8 bytes, body (scamper.md section 6).</summary>
internal sealed class WartsParser : RecordParser
{
    private const ushort Magic = 0x1205;
    private const int HeaderSize = 8;
    private readonly WartsDefinitions _definitions = new();
    private readonly WartsTrace _trace;
    private readonly WartsPing _ping;
    private readonly WartsTracelb _tracelb;
    private readonly WartsDealias _dealias;

    public WartsParser(ReadOptions options)
    {
        _trace = new WartsTrace(_definitions, options.TntLayout);
        _ping = new WartsPing(_definitions);
        _tracelb = new WartsTracelb(_definitions);
        _dealias = new WartsDealias(_definitions);
    }

    /// <inheritdoc />
    public override bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record)
    {
        (used, record) = (0, null);
        var magic = data.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : Magic;
        if (magic != Magic || (data.Length == 1 && data[0] != Magic >> 8))
            throw Faults.BadMagic(offset);
        if (data.Length < HeaderSize)
            return NeedsMore(data, isAll, offset);
        var type = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (length > RecordSource.Limit - HeaderSize)
            throw Faults.TooLong(offset);
        if (data.Length - HeaderSize < length)
            return NeedsMore(data, isAll, offset);
        used = HeaderSize + (int)length;
        record = Body(type, data[HeaderSize..used], offset);
        return true;
    }

    private static bool NeedsMore(ReadOnlySpan<byte> data, bool isAll, long offset) =>
        isAll && !data.IsEmpty ? throw Faults.Truncated(offset + data.Length, offset) : false;

    private Record Body(ushort type, ReadOnlySpan<byte> body, long offset)
    {
        var fields = new WartsFields(body, offset + HeaderSize, []);
        Record? record = type switch
        {
            1 => _definitions.DefineList(fields, offset, body.Length),
            2 => _definitions.DefineCycle(CycleKind.Start, fields, offset, body.Length),
            3 => _definitions.DefineCycle(CycleKind.Definition, fields, offset, body.Length),
            4 => _definitions.EndCycle(fields, offset),
            6 => _trace.Read(fields, offset),
            7 => _ping.Read(fields, offset),
            8 => _tracelb.Read(fields, offset),
            9 => _dealias.Read(fields, offset),
            // 5 is the table of addresses of files from before 2010, whose layout nobody describes; 10 and above are other tools'.
            _ => null,
        };
        return record ?? new UnknownRecord { Offset = offset, Type = type.ToString(CultureInfo.InvariantCulture), Length = HeaderSize + body.Length };
    }
}
