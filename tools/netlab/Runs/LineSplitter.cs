using System.Text;

namespace Netlab.Runs;

/// <summary>Cuts a stream of console bytes into lines.</summary>
internal sealed class LineSplitter(Action<string> take)
{
    private readonly List<byte> _line = [];

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.AddRange(bytes[..end]);
            bytes = bytes[(end + 1)..];
            Flush();
        }
        _line.AddRange(bytes);
    }

    /// <summary>Ends an unfinished last line.</summary>
    public void Finish()
    {
        if (_line.Count > 0)
            Flush();
    }

    private void Flush()
    {
        take(Encoding.UTF8.GetString([.. _line]));
        _line.Clear();
    }
}
