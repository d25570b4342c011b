using System.Buffers.Binary;
using System.Globalization;

namespace Unikraft.Measurements.Csv;

/// <summary>The column of MPLS labels: <c>LABEL/EXP/BOTTOM/TTL</c>, joined by <c>|</c>, the top first.</summary>
internal static class CsvLabels
{
    public static string Text(IEnumerable<IcmpExtension> extensions) => string.Join('|', extensions.SelectMany(extension => extension.Labels).Select(label =>
        string.Create(CultureInfo.InvariantCulture, $"{label.Label}/{label.Experimental}/{(label.IsBottom ? 1 : 0)}/{label.Ttl}")));

    public static IReadOnlyList<IcmpExtension> Read(CsvFields row)
    {
        var entries = row.Words("labels").ToList();
        if (entries.Count == 0)
            return [];
        var stack = new byte[4 * entries.Count];
        foreach (var (i, entry) in entries.Index())
        {
            if (Entry(entry.Split('/')) is not { } label)
                throw row.Wrong("labels", $"holds '{entry}', which is not LABEL/EXP/BOTTOM/TTL");
            BinaryPrimitives.WriteUInt32BigEndian(stack.AsSpan(4 * i), label.Bits);
        }
        return [new IcmpExtension(1, 1, stack)];
    }

    private static LabelStackEntry? Entry(string[] parts)
    {
        if (parts.Length != 4 || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var label) || label >> 20 != 0)
            return null;
        var small = parts[1..].Select(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return small.Contains(-1) || small[0] > 7 || small[1] > 1 ? null : new LabelStackEntry(label, (byte)small[0], small[1] == 1, (byte)small[2]);
    }
}
