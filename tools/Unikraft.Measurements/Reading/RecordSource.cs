using System.Runtime.CompilerServices;

namespace Unikraft.Measurements.Reading;

/// <summary>Moves a stream through a parser. Memory: one buffer, as large as the longest object needs.</summary>
internal sealed class RecordSource(Stream stream, ReadOptions options)
{
    /// <summary>Most bytes of one object.</summary>
    public const int Limit = 64 << 20;

    private const int FirstSize = 64 << 10;
    private readonly FormatDetector _parser = new(options);
    private byte[] _buffer = new byte[FirstSize];
    private int _begin;
    private int _end;
    private long _offset;
    private bool _isAll;

    public IEnumerable<Record> Read()
    {
        do
        {
            while (TryTake(out var record))
            {
                if (record is not null)
                    yield return record;
            }
        }
        while (Fill());
    }

    public async IAsyncEnumerable<Record> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            while (TryTake(out var record))
            {
                if (record is not null)
                    yield return record;
            }
        }
        while (await FillAsync(cancellation).ConfigureAwait(false));
    }

    private bool TryTake(out Record? record)
    {
        if (!_parser.TryRead(_buffer.AsSpan(_begin.._end), _isAll, _offset, out var used, out record))
            return false;
        _begin += used;
        _offset += used;
        return true;
    }

    /// <summary>Reads more; false: there was nothing more to parse, and it is over.</summary>
    private bool Fill()
    {
        if (_isAll)
            return false;
        // At least as much as is there already: what is looked at again and again at most doubles the work.
        var wanted = MakeRoom();
        try
        {
            while (wanted > 0 && !_isAll)
                wanted -= Took(stream.Read(_buffer, _end, _buffer.Length - _end));
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Translate(failure);
        }
        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_isAll)
            return false;
        var wanted = MakeRoom();
        try
        {
            while (wanted > 0 && !_isAll)
                wanted -= Took(await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Translate(failure);
        }
        return true;
    }

    private int Took(int count)
    {
        _end += count;
        _isAll = count == 0;
        return count;
    }

    private int MakeRoom()
    {
        var kept = _end - _begin;
        if (kept > Limit)
            throw Faults.TooLong(_offset);
        var target = kept * 2 > _buffer.Length ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _begin, target, 0, kept);
        (_buffer, _begin, _end) = (target, 0, kept);
        return kept < FirstSize ? 1 : Math.Min(kept, target.Length - kept);
    }

    private MeasurementException Translate(Exception failure) =>
        failure is InvalidDataException
            ? Faults.Gzip(_offset + _end - _begin, failure)
            : Faults.Unreadable(failure.Message, failure);
}
