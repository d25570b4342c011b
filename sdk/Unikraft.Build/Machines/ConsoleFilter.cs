using System.Text;

namespace Unikraft.Build.Machines;

/// <summary>Passes console bytes on as they come and appends an explanation to the end of lines that have one.</summary>
internal sealed class ConsoleFilter(Action<ReadOnlySpan<byte>> output, Func<string, string> explain)
{
    private const int LongestLine = 256;
    private readonly List<byte> _line = [];

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            // The explanation goes before the line break, which may be CR LF.
            var text = bytes[..end].EndsWith("\r"u8) ? bytes[..(end - 1)] : bytes[..end];
            Remember(text);
            output(text);
            var line = Encoding.UTF8.GetString([.. _line]);
            _line.Clear();
            if (explain(line) is { Length: > 0 } more)
                output(Encoding.UTF8.GetBytes(more));
            output(bytes[text.Length..(end + 1)]);
            bytes = bytes[(end + 1)..];
        }
        Remember(bytes);
        if (!bytes.IsEmpty)
            output(bytes);
    }

    private void Remember(ReadOnlySpan<byte> text)
    {
        var room = Math.Max(0, LongestLine - _line.Count);
        _line.AddRange(text[..Math.Min(room, text.Length)]);
    }
}
