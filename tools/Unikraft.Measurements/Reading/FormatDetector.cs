using System.Buffers.Binary;
using Unikraft.Measurements.Csv;
using Unikraft.Measurements.Json;
using Unikraft.Measurements.Pcap;
using Unikraft.Measurements.Warts;

namespace Unikraft.Measurements.Reading;

/// <summary>Chooses the format by the first bytes and hands over to it.</summary>
internal sealed class FormatDetector(ReadOptions options) : RecordParser
{
    private const int Enough = 4;
    private RecordParser? _parser;

    /// <inheritdoc />
    public override bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record)
    {
        (used, record) = (0, null);
        if (_parser is null)
        {
            if (data.Length < Enough && !isAll)
                return false;
            // A run that found nothing leaves an empty file of any format.
            if (data.IsEmpty)
                return false;
            _parser = Choose(data);
        }
        return _parser.TryRead(data, isAll, offset, out used, out record);
    }

    private RecordParser Choose(ReadOnlySpan<byte> data)
    {
        var magic = data.Length >= Enough ? BinaryPrimitives.ReadUInt32BigEndian(data) : 0;
        if (data is [0x12, ..])
            return new WartsParser(options);
        if (PcapParser.IsMagic(magic))
            return new PcapParser();
        if (magic == PcapParser.NextGeneration)
            throw Faults.PcapNg();
        if (data[0] is (byte)'{' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            return new JsonLinesParser();
        return data[0] == (byte)CsvColumns.Header[0] ? new CsvParser() : throw Faults.UnknownFormat();
    }
}
