using System.Text;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Csv;

/// <summary>Cuts rows off the front of data and takes them apart (RFC 4180).</summary>
internal static class CsvSplitter
{
    private const byte Quote = (byte)'"';

    /// <summary>Takes a row; the last one may lack its line feed.</summary>
    /// <returns>The values; null: the row is not complete, or nothing is left.</returns>
    public static List<string>? TryCut(ReadOnlySpan<byte> data, bool isAll, long offset, out int used)
    {
        used = 0;
        if (data.IsEmpty)
            return null;
        var values = new List<string>();
        var at = 0;
        while (true)
        {
            var isQuoted = at < data.Length && data[at] == Quote;
            var end = isQuoted ? EndOfQuoted(data, at) : EndOfPlain(data, at);
            if (end >= data.Length && !isAll)
                return null;
            if (isQuoted && end < 0)
                return isAll ? throw Faults.CsvRow("a quoted value has no end", offset + at) : null;
            values.Add(isQuoted ? Unquote(data[(at + 1)..(end - 1)]) : Plain(data[at..end], offset + at));
            if (end < data.Length && data[end] == ',')
            {
                at = end + 1;
                continue;
            }
            used = RowEnd(data, end, isAll, offset);
            return used < 0 ? null : values;
        }
    }

    private static int EndOfPlain(ReadOnlySpan<byte> data, int at)
    {
        var length = data[at..].IndexOfAny(",\r\n"u8);
        return length < 0 ? data.Length : at + length;
    }

    /// <summary>Behind the closing quote; negative: there is none.</summary>
    private static int EndOfQuoted(ReadOnlySpan<byte> data, int at)
    {
        for (at++; data[at..].IndexOf(Quote) is var length and >= 0; at += length + 2)
        {
            var behind = at + length + 1;
            if (behind >= data.Length || data[behind] != Quote)
                return behind;
        }
        return -1;
    }

    private static int RowEnd(ReadOnlySpan<byte> data, int end, bool isAll, long offset)
    {
        if (end == data.Length)
            return end;
        if (data[end] == '\r' && end + 1 == data.Length && !isAll)
            return -1;
        if (data[end] == '\n')
            return end + 1;
        return data[end..] is [(byte)'\r', (byte)'\n', ..] ? end + 2 : throw Faults.CsvRow("neither a comma nor the end of the row follows a value", offset + end);
    }

    private static string Plain(ReadOnlySpan<byte> value, long offset) =>
        value.Contains(Quote) ? throw Faults.CsvRow("a quote stands inside a value without quotes", offset) : Encoding.UTF8.GetString(value);

    private static string Unquote(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value).Replace("\"\"", "\"", StringComparison.Ordinal);
}
