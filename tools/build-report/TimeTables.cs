using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Unikraft.BuildReport;

/// <summary>Writes <see cref="BuildTimes" /> for people.</summary>
public static class TimeTables
{
    /// <summary>Writes a table for each question, the longest first.</summary>
    /// <param name="name">The name of the log.</param>
    /// <param name="times">The times.</param>
    /// <param name="top">Lines of each table.</param>
    public static string Write(string name, BuildTimes times, int top)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{name}: {times.Seconds:0.00} s, {(times.Succeeded ? "succeeded" : "failed")}\n");
        foreach (var (title, rows) in Tables(times))
            Append(text, title, rows, times.Seconds, top);
        return text.ToString();
    }

    private static IEnumerable<(string Title, ImmutableArray<TimeRow> Rows)> Tables(BuildTimes times) =>
    [
        ("evaluation", times.Evaluations),
        ("project", times.Projects),
        ("target", times.Targets),
        ("task", times.Tasks),
        ("tool of make", times.Tools),
        ("microlibrary", times.Libraries),
        ("step of make", times.Steps),
    ];

    private static void Append(StringBuilder text, string title, ImmutableArray<TimeRow> rows, double whole, int top)
    {
        if (rows.IsEmpty)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n{"seconds",9} {"%",5} {"times",6}  {title}\n");
        foreach (var row in rows.Take(top))
            Line(row);
        if (rows.Length > top)
            Line(new TimeRow($"({rows.Length - top} more)", rows.Skip(top).Sum(static r => r.Count), rows.Skip(top).Sum(static r => r.Seconds)));

        void Line(TimeRow row) =>
            text.Append(CultureInfo.InvariantCulture, $"{row.Seconds,9:0.000} {row.Seconds / Math.Max(whole, 0.001) * 100,5:0.0} {row.Count,6}  {(row.Name.Length > 0 ? row.Name : "(none)")}\n");
    }
}
