using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Guests.Tests;

/// <summary>Compares the guest's clock with the host's: lines <c>tick N at T ns</c> are stamped on arrival.</summary>
internal sealed partial class TickClock
{
    private readonly StringBuilder _line = new();
    private readonly List<(double Guest, double Host)> _ticks = [];

    /// <summary>
    /// Rate error in parts per million. A tick may arrive late, never early, so the smallest offset of the first half and that of the second are compared.
    /// </summary>
    public double ErrorPpm
    {
        get
        {
            Assert.True(_ticks.Count >= 4, "too few ticks");
            var first = _ticks.Take(_ticks.Count / 2).MinBy(Offset);
            var second = _ticks.Skip(_ticks.Count / 2).MinBy(Offset);
            return (Offset(second) - Offset(first)) / (second.Guest - first.Guest) * 1e6;
        }
    }

    /// <summary>Takes console bytes as they arrive.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        var now = Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        foreach (var c in Encoding.ASCII.GetString(bytes))
        {
            if (c != '\n')
            {
                _line.Append(c);
                continue;
            }
            if (Tick().Match(_line.ToString()) is { Success: true } tick)
                _ticks.Add((double.Parse(tick.Groups[1].Value, CultureInfo.InvariantCulture), now));
            _line.Clear();
        }
    }

    private static double Offset((double Guest, double Host) tick) => tick.Host - tick.Guest;

    [GeneratedRegex(@"^tick \d+ at (\d+) ns")]
    private static partial Regex Tick();
}
