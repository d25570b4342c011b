using System.Globalization;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Csv;

/// <summary>A row that was read; an empty column is 0, empty or null, a wrong value an error.</summary>
/// <param name="columns">The columns of the file in their order.</param>
/// <param name="values">The values of the row.</param>
/// <param name="offset">Where the row begins in the input.</param>
internal sealed class CsvFields(Dictionary<string, int> columns, List<string> values, long offset)
{
    public long Offset => offset;

    public string this[string column] => columns.TryGetValue(column, out var at) ? values[at] : "";

    public bool Has(string column) => this[column].Length > 0;

    public byte U8(string column) => (byte)Number(column, byte.MaxValue);

    public ushort U16(string column) => (ushort)Number(column, ushort.MaxValue);

    public uint U32(string column) => (uint)Number(column, uint.MaxValue);

    public ulong Number(string column, ulong most)
    {
        if (!Has(column))
            return 0;
        return ulong.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Wrong(column, $"is no whole number of 0 to {most}");
    }

    public Address Address(string column)
    {
        if (!Has(column))
            return default;
        return Measurements.Address.TryParse(this[column], out var address) ? address : throw Wrong(column, "is no address");
    }

    /// <summary>Seconds with six decimals.</summary>
    public UnixTime Time(string column)
    {
        if (!Has(column))
            return default;
        return decimal.TryParse(this[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue
            ? new UnixTime((long)(seconds * 1_000_000_000))
            : throw Wrong(column, "is no time in seconds");
    }

    /// <summary>When the reply of the row arrived: the round-trip time after the probe.</summary>
    public UnixTime Received(UnixTime sent) => Has("rtt_us") ? sent.AddMicroseconds(U32("rtt_us")) : default;

    /// <summary>The list of the measurement; null: not said.</summary>
    public ListRecord? List() => Has("list_id") || Has("list") ? new ListRecord { Offset = Offset, Name = this["list"], Id = U32("list_id") } : null;

    /// <summary>The cycle of the measurement; null: not said.</summary>
    public CycleRecord? Cycle() => Has("cycle") ? new CycleRecord { Offset = Offset, Kind = CycleKind.Definition, List = List(), Id = U32("cycle") } : null;

    /// <summary>The value of a word.</summary>
    public T Word<T>(string column, Func<string, T?> find) where T : struct => find(this[column]) ?? throw Wrong(column, $"has an unknown value '{this[column]}'");

    public IEnumerable<string> Words(string column) => Has(column) ? this[column].Split('|') : [];

    public MeasurementException Wrong(string column, string what) => Faults.CsvRow($"the column '{column}' {what}", offset);

    /// <summary>Whether the row is of the same measurement.</summary>
    public bool IsSameAs(CsvFields other) => this["number"] == other["number"] && this["record"] == other["record"];
}
