namespace Unikraft.Measurements;

/// <summary>One object of a result file: what <see cref="MeasurementFile"/> gives, in the order of the file.</summary>
public abstract record Record
{
    /// <summary>Where the object begins: bytes from the start of the file, after decompression.</summary>
    public long Offset { get; init; }
}
