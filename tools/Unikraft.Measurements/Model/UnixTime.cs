using System.Globalization;

namespace Unikraft.Measurements;

/// <summary>A time of the wall clock.</summary>
/// <param name="Nanoseconds">Nanoseconds since the Unix epoch; 0: unknown.</param>
public readonly record struct UnixTime(long Nanoseconds) : IComparable<UnixTime>
{
    /// <summary>Makes a time from seconds and microseconds.</summary>
    public static UnixTime Of(uint seconds, uint microseconds) => new((seconds * 1_000_000_000L) + (microseconds * 1000L));

    /// <summary>Whether it is known.</summary>
    public bool IsKnown => Nanoseconds != 0;

    /// <summary>Whole seconds since the epoch.</summary>
    public long Seconds => Nanoseconds / 1_000_000_000;

    /// <summary>Microseconds of the second, 0 to 999999.</summary>
    public int Microseconds => (int)(Nanoseconds % 1_000_000_000 / 1000);

    /// <summary>The time that many microseconds later.</summary>
    public UnixTime AddMicroseconds(uint microseconds) => new(Nanoseconds + (microseconds * 1000L));

    /// <summary>The same as .NET writes it, in UTC and exact to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100);

    /// <inheritdoc />
    public int CompareTo(UnixTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether the first is earlier.</summary>
    public static bool operator <(UnixTime left, UnixTime right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is later.</summary>
    public static bool operator >(UnixTime left, UnixTime right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is not later.</summary>
    public static bool operator <=(UnixTime left, UnixTime right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is not earlier.</summary>
    public static bool operator >=(UnixTime left, UnixTime right) => left.CompareTo(right) >= 0;

    /// <summary>Seconds with six decimals.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds}.{Microseconds:d6}");
}
