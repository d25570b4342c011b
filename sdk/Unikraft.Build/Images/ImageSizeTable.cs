using System.Globalization;
using System.Text;

namespace Unikraft.Build.Images;

/// <summary>Writes the size of an image as a table: a line for each microlibrary, a column for each section, and the difference to an earlier image.</summary>
public static class ImageSizeTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="size">The image.</param>
    /// <param name="earlier">The image to compare with; null for none.</param>
    public static string Write(ImageSize size, ImageSize? earlier)
    {
        var sections = Sections(size);
        var before = earlier?.Libraries.ToDictionary(static l => l.Name, StringComparer.Ordinal);
        List<List<string>> rows = [["microlibrary", "file", "zero memory", .. sections, .. Difference("since before")]];
        foreach (var library in size.Libraries)
            rows.Add([library.Name, Number(library.FileBytes), Number(library.ZeroBytes), .. sections.Select(s => Number(library.In(s))), .. Difference(Change(library, before?.GetValueOrDefault(library.Name)))]);
        foreach (var gone in before?.Values.Where(l => size.Libraries.All(now => now.Name != l.Name)).OrderBy(static l => l.Name, StringComparer.Ordinal) ?? Enumerable.Empty<LibrarySize>())
            rows.Add([gone.Name, "gone", "", .. sections.Select(static _ => ""), Signed(-gone.FileBytes)]);
        rows.Add(["headers and gaps", Number(size.OtherBytes), "", .. sections.Select(static _ => ""), .. Difference(Signed(size.OtherBytes - (earlier?.OtherBytes ?? 0)))]);
        rows.Add([size.Image, Number(size.FileBytes), Number(size.Libraries.Sum(static l => l.ZeroBytes)), .. sections.Select(s => Number(size.Libraries.Sum(l => l.In(s)))), .. Difference(Signed(size.FileBytes - (earlier?.FileBytes ?? 0)))]);
        return Align(rows);

        IEnumerable<string> Difference(string text) => earlier is null ? [] : [text];
    }

    /// <summary>The sections of all libraries, the largest first.</summary>
    private static List<string> Sections(ImageSize size) =>
    [
        .. size.Libraries.SelectMany(static l => l.Sections)
            .GroupBy(static s => s.Name, StringComparer.Ordinal)
            .OrderByDescending(static s => s.Sum(static x => x.Bytes))
            .ThenBy(static s => s.Key, StringComparer.Ordinal)
            .Select(static s => s.Key),
    ];

    private static string Change(LibrarySize now, LibrarySize? before) => before is null ? $"new {Signed(now.FileBytes)}" : Signed(now.FileBytes - before.FileBytes);

    private static string Number(long value) => value == 0 ? "-" : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Signed(long value) => value.ToString("+#,0;-#,0;-", CultureInfo.InvariantCulture);

    private static string Align(List<List<string>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
