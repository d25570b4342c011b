using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Csv;

/// <summary>Our CSV: rows in a row with the same number are one measurement.</summary>
internal sealed class CsvParser : RecordParser
{
    // More replies than a measurement can have in any format; it bounds memory.
    private const int MaxRows = 1 << 20;
    private Dictionary<string, int>? _columns;
    private CsvMeasurement? _open;

    /// <inheritdoc />
    public override bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record)
    {
        record = null;
        if (CsvSplitter.TryCut(data, isAll, offset, out used) is not { } values)
            return isAll && data.IsEmpty && TryFinish(out record);
        if (_columns is null)
        {
            _columns = Columns(values, offset);
            return true;
        }
        if (values is [""])
            return true;
        if (values.Count != _columns.Count)
            throw Faults.CsvRow($"the row has {values.Count} values for {_columns.Count} columns", offset);
        Take(new CsvFields(_columns, values, offset), out record);
        return true;
    }

    private static Dictionary<string, int> Columns(List<string> names, long offset)
    {
        var columns = new Dictionary<string, int>();
        foreach (var (at, name) in names.Index())
        {
            if (!CsvColumns.All.Contains(name))
                throw Faults.CsvHeader($"the column '{name}' is unknown", offset);
            if (!columns.TryAdd(name, at))
                throw Faults.CsvHeader($"the column '{name}' stands twice", offset);
        }
        foreach (var needed in new[] { "record", "number" })
        {
            if (!columns.ContainsKey(needed))
                throw Faults.CsvHeader($"the column '{needed}' is missing", offset);
        }
        return columns;
    }

    private void Take(CsvFields row, out Record? record)
    {
        record = null;
        if (_open is null || !row.IsSameAs(_open.First))
        {
            TryFinish(out record);
            _open = new CsvMeasurement(row);
        }
        else if (_open.Count == MaxRows)
        {
            throw Faults.TooLong(_open.First.Offset);
        }
        _open.Add(row);
    }

    private bool TryFinish(out Record? record)
    {
        record = _open?.Build();
        _open = null;
        return record is not null;
    }
}
