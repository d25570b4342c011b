namespace Bench;

/// <summary>A row of the table.</summary>
/// <param name="Figure">What is measured, with its unit.</param>
/// <param name="Values">The value of each image; null where there is none.</param>
/// <param name="ComparedTo">What it is compared to.</param>
/// <param name="Baseline">The value of that, if it is measured, too.</param>
/// <param name="Target">The target in words.</param>
/// <param name="Limit">The greatest value that reaches the target.</param>
/// <param name="Format">How the values are written.</param>
internal sealed record Row(string Figure, IReadOnlyList<double?> Values, string ComparedTo, double? Baseline, string Target, double? Limit, string Format)
{
    /// <summary>Whether the first image reaches the target; null when that cannot be said.</summary>
    public bool? Reached => Values[0] is { } value && Limit is { } limit ? value <= limit : null;
}
