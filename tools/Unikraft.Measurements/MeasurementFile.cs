using System.Runtime.CompilerServices;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements;

/// <summary>
/// Reads files of results: warts, scamper's and TNT's JSON lines, CSV, pcap; each plain or compressed by gzip. The format is told by the first bytes.
/// </summary>
/// <remarks>
/// Objects are given one by one as they are read, so memory does not grow with the file. Bad input ends the sequence with one
/// <see cref="MeasurementException"/> that has a code and the byte; every object before it has been given by then.
/// </remarks>
public static class MeasurementFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="MeasurementException">While objects are taken: the file cannot be read, or is damaged.</exception>
    public static IEnumerable<Record> Read(string path, ReadOptions? options = null)
    {
        using var stream = Open(path);
        using var records = Read(stream, options).GetEnumerator();
        while (true)
        {
            try
            {
                if (!records.MoveNext())
                    break;
            }
            catch (MeasurementException failure)
            {
                throw failure.In(path);
            }
            yield return records.Current;
        }
    }

    /// <summary>Reads a file without blocking.</summary>
    /// <exception cref="MeasurementException">While objects are taken: the file cannot be read, or is damaged.</exception>
    public static async IAsyncEnumerable<Record> ReadAsync(string path, ReadOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var stream = Open(path);
        await using var records = ReadAsync(stream, options, cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await records.MoveNextAsync().ConfigureAwait(false))
                    break;
            }
            catch (MeasurementException failure)
            {
                throw failure.In(path);
            }
            yield return records.Current;
        }
    }

    /// <summary>Reads a stream, which stays open.</summary>
    /// <exception cref="MeasurementException">While objects are taken: the stream cannot be read, or its data is damaged.</exception>
    public static IEnumerable<Record> Read(Stream stream, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadStream(stream, options ?? ReadOptions.Default);
    }

    /// <summary>Reads a stream without blocking; it stays open.</summary>
    /// <exception cref="MeasurementException">While objects are taken: the stream cannot be read, or its data is damaged.</exception>
    public static IAsyncEnumerable<Record> ReadAsync(Stream stream, ReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadStreamAsync(stream, options ?? ReadOptions.Default, cancellation);
    }

    private static IEnumerable<Record> ReadStream(Stream stream, ReadOptions options)
    {
        var front = new byte[2];
        int length;
        try
        {
            length = stream.ReadAtLeast(front, front.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Faults.Unreadable(failure.Message, failure);
        }
        using var plain = Plain(front.AsMemory(0, length), stream);
        foreach (var record in new RecordSource(plain, options).Read())
            yield return record;
    }

    private static async IAsyncEnumerable<Record> ReadStreamAsync(Stream stream, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var front = new byte[2];
        int length;
        try
        {
            length = await stream.ReadAtLeastAsync(front, front.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Faults.Unreadable(failure.Message, failure);
        }
        await using var plain = Plain(front.AsMemory(0, length), stream);
        await foreach (var record in new RecordSource(plain, options).ReadAsync(cancellation).ConfigureAwait(false))
            yield return record;
    }

    // RFC 1952: a gzip file begins with 1f 8b. Several members in a row are one file.
    private static Stream Plain(ReadOnlyMemory<byte> front, Stream rest)
    {
        var whole = new PeekedStream(front, rest);
        return front.Span is [0x1f, 0x8b] ? new GzipReader(whole) : whole;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Faults.Unreadable(failure.Message, failure).In(path);
        }
    }
}
