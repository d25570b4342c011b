using System.Globalization;

namespace Unikraft.Build.Sbom;

/// <summary>The time that reproducible files carry (reproducible-builds.org, SOURCE_DATE_EPOCH).</summary>
public static class SourceDate
{
    private static readonly DateTimeOffset Fallback = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads it: seconds since 1970, else a time of ISO 8601, else the first day of 2026.</summary>
    /// <param name="epoch">The variable SOURCE_DATE_EPOCH; empty for none.</param>
    /// <param name="timestamp">The property DeterministicTimestamp; empty for none.</param>
    public static DateTimeOffset Read(string? epoch, string? timestamp)
    {
        // Up to the last second of the year 9999.
        if (long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : Fallback;
    }
}
