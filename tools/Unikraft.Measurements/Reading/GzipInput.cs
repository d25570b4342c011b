namespace Unikraft.Measurements.Reading;

/// <summary>The compressed bytes. DeflateStream takes more than the member has; the last piece it took is kept, and what it did not need is found by the trailer.</summary>
internal sealed class GzipInput(Stream input) : ReadOnlyStream
{
    private const int Piece = 1 << 14;
    // The last piece, and room to see whether its trailer is the last of the file.
    private readonly byte[] _data = new byte[Piece + 64];
    private int _taken;
    private int _begin;
    private int _end;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (_begin == _end)
            (_begin, _end) = (0, input.Read(_data, 0, Piece));
        return Take(buffer);
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_begin == _end)
            (_begin, _end) = (0, await input.ReadAsync(_data.AsMemory(0, Piece), cancellationToken).ConfigureAwait(false));
        return Take(buffer.Span);
    }

    /// <summary>The next byte; negative: the end.</summary>
    public async ValueTask<int> ByteAsync(bool isAsync, CancellationToken cancellation)
    {
        var one = new byte[1];
        return (isAsync ? await ReadAsync(one, cancellation).ConfigureAwait(false) : Read(one, 0, 1)) == 0 ? -1 : one[0];
    }

    /// <summary>Goes behind the trailer of the member that ended in the last piece; false: it is not there.</summary>
    public async ValueTask<bool> SkipAsync(byte[] trailer, bool isAsync, CancellationToken cancellation)
    {
        _data.AsSpan(_taken.._end).CopyTo(_data);
        (_begin, _end) = (0, _end - _taken);
        var more = _data.AsMemory(_end, Math.Min(2 * trailer.Length, _data.Length - _end));
        _end += isAsync ? await input.ReadAtLeastAsync(more, more.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) : input.ReadAtLeast(more.Span, more.Length, throwOnEndOfStream: false);
        // The end of the file or another member must follow: an empty member has a zero before its trailer of zeros.
        for (var at = 0; at + trailer.Length <= _end; at++)
        {
            var behind = at + trailer.Length;
            if (!_data.AsSpan(at, trailer.Length).SequenceEqual(trailer) || (behind < _end && _data[behind] != 0x1f))
                continue;
            (_taken, _begin) = (behind, behind);
            return true;
        }
        return false;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _begin);
        _data.AsSpan(_begin, count).CopyTo(buffer);
        (_taken, _begin) = (_begin, _begin + count);
        return count;
    }
}
