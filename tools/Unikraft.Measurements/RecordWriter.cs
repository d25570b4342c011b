using System.Text;

namespace Unikraft.Measurements;

/// <summary>Writes objects in a format. What was written is in the stream after <see cref="Flush"/>; disposing flushes and closes the stream.</summary>
public abstract class RecordWriter : IDisposable
{
    private const int FlushAt = 1 << 16;
    private readonly Stream _stream;
    private byte[] _bytes = [];

    /// <summary>Starts on a stream, which the writer owns.</summary>
    protected RecordWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Text that waits to be written.</summary>
    protected StringBuilder Text { get; } = new();

    /// <summary>Writes an object.</summary>
    /// <returns>False: the format has no place for such an object, nothing was written.</returns>
    /// <exception cref="MeasurementException">The stream cannot be written.</exception>
    public bool Write(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var taken = Add(record);
        if (Text.Length >= FlushAt)
            WriteText();
        return taken;
    }

    /// <summary>Gives everything written so far to the stream.</summary>
    /// <exception cref="MeasurementException">The stream cannot be written.</exception>
    public void Flush()
    {
        WriteText();
        Guard(_stream.Flush);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Flushes and closes the stream.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        using (_stream)
            Flush();
    }

    /// <summary>Adds an object to <see cref="Text"/>, or writes its bytes.</summary>
    protected abstract bool Add(Record record);

    /// <summary>Writes bytes.</summary>
    protected void WriteBytes(ReadOnlyMemory<byte> bytes) => Guard(() => _stream.Write(bytes.Span));

    private void WriteText()
    {
        if (Text.Length == 0)
            return;
        var text = Text.ToString();
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        WriteBytes(_bytes.AsMemory(0, Encoding.UTF8.GetBytes(text, _bytes)));
        Text.Clear();
    }

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MeasurementException("UK7040", $"writing failed: {failure.Message.TrimEnd('.')}", "Make room, or choose another place.", inner: failure);
        }
    }
}
