using System.Globalization;

namespace Unikraft.Measurements;

/// <summary>Why a file cannot be read further, or a record not be written; the codes are listed in docs/errors/measurements.md.</summary>
public sealed class MeasurementException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="code">Code, UK7nnn.</param>
    /// <param name="cause">What is wrong, without the offset and the period.</param>
    /// <param name="remedy">What to do, a whole sentence.</param>
    /// <param name="offset">Byte of the input, after decompression, where it was found; null: no place.</param>
    /// <param name="file">The file; null: not known.</param>
    /// <param name="inner">What caused it.</param>
    public MeasurementException(string code, string cause, string remedy, long? offset = null, string? file = null, Exception? inner = null)
        : base(Text(code, cause, remedy, offset, file), inner) =>
        (Code, Cause, Remedy, Offset, File) = (code, cause, remedy, offset, file);

    /// <summary>Code, UK7nnn.</summary>
    public string Code { get; }

    /// <summary>What is wrong.</summary>
    public string Cause { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>Byte of the input, after decompression, where it was found; null: no place.</summary>
    public long? Offset { get; }

    /// <summary>The file; null: not known.</summary>
    public string? File { get; }

    /// <summary>The same error with the name of the file.</summary>
    internal MeasurementException In(string file) => File is null ? new(Code, Cause, Remedy, Offset, file, this) : this;

    private static string Text(string code, string cause, string remedy, long? offset, string? file)
    {
        var place = offset is { } at ? string.Create(CultureInfo.InvariantCulture, $" (byte {at})") : "";
        return $"{(file is null ? "" : $"{file}: error ")}{code}: {cause}{place}. {remedy}";
    }
}
