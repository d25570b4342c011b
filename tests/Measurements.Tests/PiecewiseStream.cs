namespace Measurements.Tests;

/// <summary>A stream that gives a few bytes at a time, or the same bytes again and again.</summary>
internal sealed class PiecewiseStream(byte[] data, int piece, int times = 1, int head = 0) : MemoryStream(data, 0, data.Length, writable: false, publiclyVisible: true)
{
    private int _left = times;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = Take(buffer[..Math.Min(buffer.Length, piece)]);
        if (count > 0 || --_left <= 0)
            return count;
        Position = head;
        return Take(buffer[..Math.Min(buffer.Length, piece)]);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    // MemoryStream reads a span through the array overload in derived classes, which would come back here.
    private int Take(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Length - Position);
        GetBuffer().AsSpan((int)Position, count).CopyTo(buffer);
        Position += count;
        return count;
    }
}
