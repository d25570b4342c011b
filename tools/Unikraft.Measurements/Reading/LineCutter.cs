namespace Unikraft.Measurements.Reading;

/// <summary>Cuts lines off the front of data.</summary>
internal static class LineCutter
{
    /// <summary>Takes a line; the last one may lack its line feed.</summary>
    /// <param name="data">What was read and not yet taken.</param>
    /// <param name="isAll">Whether nothing follows.</param>
    /// <param name="line">The line without its end (LF or CR LF).</param>
    /// <param name="used">Bytes of the line and its end.</param>
    /// <returns>False: the line is not complete, or nothing is left.</returns>
    public static bool TryCut(ReadOnlySpan<byte> data, bool isAll, out ReadOnlySpan<byte> line, out int used)
    {
        var end = data.IndexOf((byte)'\n');
        line = default;
        used = 0;
        if (end < 0 && (!isAll || data.IsEmpty))
            return false;
        used = end < 0 ? data.Length : end + 1;
        line = end < 0 ? data : data[..end];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        return true;
    }
}
