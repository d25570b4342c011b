using System.Globalization;

namespace Netlab.Model;

/// <summary>Name and bytes of a lab file.</summary>
internal sealed record LabSource(string Name, byte[] Bytes)
{
    /// <summary>Formats a place the way compilers do.</summary>
    public static string Place(string name, int line, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}({line},{column})");

    /// <summary>Place of a byte offset: line and column from 1.</summary>
    public string PlaceOf(int offset)
    {
        var before = Bytes.AsSpan(0, Math.Min(offset, Bytes.Length));
        var line = 1 + before.Count((byte)'\n');
        var column = offset - before.LastIndexOf((byte)'\n');
        return Place(Name, line, column);
    }
}
