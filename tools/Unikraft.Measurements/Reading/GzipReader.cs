using System.Buffers.Binary;
using System.IO.Compression;

namespace Unikraft.Measurements.Reading;

/// <summary>
/// Undoes gzip (RFC 1952): members in a row, each with its check sum and length at the end. GZipStream looks at neither, and takes a file that was cut off for a
/// whole one.
/// </summary>
internal sealed class GzipReader(Stream input) : ReadOnlyStream
{
    private const int TrailerSize = 8;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((uint)i, (crc, _) => (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1))];

    private readonly GzipInput _input = new(input);
    private DeflateStream? _member;
    private uint _crc;
    private uint _length;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        // The memory that is waited for is this method's own: a span cannot be kept.
        var copy = new byte[buffer.Length];
        var count = ReadAsync(copy, isAsync: false, CancellationToken.None).GetAwaiter().GetResult();
        copy.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count), isAsync: false, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ReadAsync(buffer, isAsync: true, cancellationToken);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _member?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, bool isAsync, CancellationToken cancellation)
    {
        while (!buffer.IsEmpty)
        {
            if (_member is null)
            {
                if (!await BeginAsync(isAsync, cancellation).ConfigureAwait(false))
                    return 0;
                (_member, _crc, _length) = (new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true), uint.MaxValue, 0);
            }
            var count = isAsync ? await _member.ReadAsync(buffer, cancellation).ConfigureAwait(false) : _member.Read(buffer.Span);
            if (count > 0)
            {
                Check(buffer.Span[..count]);
                return count;
            }
            _member.Dispose();
            _member = null;
            var trailer = new byte[TrailerSize];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, ~_crc);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), _length);
            if (!await _input.SkipAsync(trailer, isAsync, cancellation).ConfigureAwait(false))
                throw new InvalidDataException("A member has not its check sum and length at its end.");
        }
        return 0;
    }

    /// <summary>Takes the header of a member (section 2.3); false: the file is over.</summary>
    private async ValueTask<bool> BeginAsync(bool isAsync, CancellationToken cancellation)
    {
        var first = await _input.ByteAsync(isAsync, cancellation).ConfigureAwait(false);
        if (first < 0)
            return false;
        var header = new int[10];
        header[0] = first;
        for (var i = 1; i < header.Length; i++)
            header[i] = await NextAsync(isAsync, cancellation).ConfigureAwait(false);
        if (header is not [0x1f, 0x8b, 8, ..])
            throw new InvalidDataException("No member begins here.");
        var flags = header[3];
        var extra = (flags & 4) == 0 ? 0 : await NextAsync(isAsync, cancellation).ConfigureAwait(false) | (await NextAsync(isAsync, cancellation).ConfigureAwait(false) << 8);
        for (; extra > 0; extra--)
            await NextAsync(isAsync, cancellation).ConfigureAwait(false);
        // Name and comment end with a NUL.
        for (var texts = ((flags >> 3) & 1) + ((flags >> 4) & 1); texts > 0; texts--)
        {
            while (await NextAsync(isAsync, cancellation).ConfigureAwait(false) != 0)
            {
            }
        }
        for (var sum = flags & 2; sum > 0; sum--)
            await NextAsync(isAsync, cancellation).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<int> NextAsync(bool isAsync, CancellationToken cancellation) =>
        await _input.ByteAsync(isAsync, cancellation).ConfigureAwait(false) is var next and >= 0 ? next : throw new InvalidDataException("The header of a member is cut off.");

    private void Check(ReadOnlySpan<byte> data)
    {
        var crc = _crc;
        foreach (var one in data)
            crc = Table[(byte)(crc ^ one)] ^ (crc >> 8);
        (_crc, _length) = (crc, _length + (uint)data.Length);
    }
}
