namespace Bench;

/// <summary>The few statistics of the table.</summary>
internal static class Statistics
{
    /// <summary>The median; null of nothing.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The smallest value that this share of all do not exceed; null of nothing.</summary>
    public static double? Percentile(IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[(sorted.Count * percent + 99) / 100 - 1];
    }
}
