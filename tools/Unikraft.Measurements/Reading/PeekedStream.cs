namespace Unikraft.Measurements.Reading;

/// <summary>A stream whose first bytes have been looked at, and are given again.</summary>
internal sealed class PeekedStream(ReadOnlyMemory<byte> front, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _front = front;

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => _front.IsEmpty ? rest.Read(buffer) : TakeFront(buffer);

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _front.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakeFront(buffer.Span));

    private int TakeFront(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _front.Length);
        _front.Span[..count].CopyTo(buffer);
        _front = _front[count..];
        return count;
    }
}
