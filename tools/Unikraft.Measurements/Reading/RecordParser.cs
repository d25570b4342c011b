namespace Unikraft.Measurements.Reading;

/// <summary>A format: takes bytes, gives objects. It does no input of its own, so the same code serves streams of both kinds.</summary>
internal abstract class RecordParser
{
    /// <summary>Takes the next object off the front of the data.</summary>
    /// <param name="data">What was read and not yet taken.</param>
    /// <param name="isAll">Whether nothing follows.</param>
    /// <param name="offset">Where the data begins in the input.</param>
    /// <param name="used">Bytes taken.</param>
    /// <param name="record">The object; null when the bytes taken hold none, such as a blank line.</param>
    /// <returns>False: more data is needed, or with <paramref name="isAll"/> the input is over.</returns>
    /// <exception cref="MeasurementException">The data is wrong.</exception>
    public abstract bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record);
}
