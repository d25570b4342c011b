using System.Text.Json.Serialization;

namespace Netlab.Results;

/// <summary>How far the printed round-trip times are from those on the wire.</summary>
/// <param name="Compared">Number of hops whose exchange was found.</param>
/// <param name="Unmatched">Number of hops without such an exchange.</param>
/// <param name="MedianMs">Median of the absolute errors in milliseconds; null without a comparison.</param>
/// <param name="MaxMs">Greatest absolute error in milliseconds; null without a comparison.</param>
/// <param name="ErrorsMs">Error of each hop in the order of the dump: printed minus measured, in milliseconds.</param>
internal sealed record RttErrors(
    [property: JsonPropertyName("compared")] int Compared,
    [property: JsonPropertyName("unmatched")] int Unmatched,
    [property: JsonPropertyName("median_ms")] double? MedianMs,
    [property: JsonPropertyName("max_ms")] double? MaxMs,
    [property: JsonPropertyName("errors_ms")] IReadOnlyList<double> ErrorsMs);
