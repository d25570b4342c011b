using System.Globalization;
using System.Text;

namespace Unikraft.Measurements.Csv;

/// <summary>A row to write; columns that are not set are empty.</summary>
internal sealed class CsvRow
{
    private static readonly Dictionary<string, int> Places = CsvColumns.All.Index().ToDictionary(column => column.Item, column => column.Index);
    private readonly string?[] _values = new string?[CsvColumns.All.Length];

    /// <summary>Sets a column.</summary>
    public string? this[string column]
    {
        set => _values[Places[column]] = value;
    }

    /// <summary>Sets a column to a number.</summary>
    public void Set(string column, long value) => this[column] = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sets a column to an address, if there is one.</summary>
    public void Set(string column, Address address) => this[column] = address.Kind == AddressKind.None ? null : address.ToString();

    /// <summary>Sets a column to a time, if it is known.</summary>
    public void Set(string column, UnixTime time) => this[column] = time.IsKnown ? time.ToString() : null;

    /// <summary>Sets the round-trip time, if it is known; a clock that was set back makes it 0.</summary>
    public void SetRtt(UnixTime sent, UnixTime received) =>
        this["rtt_us"] = received.IsKnown ? Math.Clamp((received.Nanoseconds - sent.Nanoseconds) / 1000, 0, uint.MaxValue).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The items; one that is null when there are none, which has a row, too.</summary>
    public static IReadOnlyList<T?> OrNone<T>(IReadOnlyList<T> items) where T : class => items.Count > 0 ? items : (IReadOnlyList<T?>)new T?[1];

    /// <summary>Empties the columns of the reply.</summary>
    public void ClearReply() => Array.Clear(_values, CsvColumns.Shared, _values.Length - CsvColumns.Shared);

    /// <summary>Writes the row (RFC 4180).</summary>
    public void AppendTo(StringBuilder text)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            var value = _values[i] ?? "";
            if (value.AsSpan().IndexOfAny(",\"\r\n") >= 0)
                text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                text.Append(value);
        }
        text.Append('\n');
    }
}
