using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>Round-trip times of our engine on Linux beside those of Debian's scamper, on the same way in turns (tests/native/debian/rtt.py).</summary>
/// <param name="ScamperUs">Median of Debian's, in microseconds; null where it cannot be run (it needs root).</param>
/// <param name="DifferenceUs">Median over the hops of the difference of both medians, in microseconds.</param>
internal sealed partial record DebianFigures(double? ScamperUs, double? DifferenceUs)
{
    /// <summary>Measures.</summary>
    public static async Task<DebianFigures> MeasureAsync(CancellationToken cancellation)
    {
        var result = await Cli.Wrap("make").WithArguments(["-s", "-C", Path.Combine(Repository.Root, "tests/native/debian"), "rtt"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
        if (Figures().Match(result.StandardOutput) is not { Success: true } figures)
        {
            Console.Error.WriteLine($"Debian's scamper was not measured: {result.StandardError}");
            return new DebianFigures(null, null);
        }
        double Of(string name) => double.Parse(figures.Groups[name].Value, CultureInfo.InvariantCulture);
        return new DebianFigures(Of("theirs"), Of("difference"));
    }

    /// <summary>The row of the table.</summary>
    public Row ToRow() => new("RTT on Linux, difference, us", [DifferenceUs], "RTT of Debian's scamper on the same way", ScamperUs, "at most 50", 50, "0");

    [GeneratedRegex(@"scamper (?<theirs>\d+) us, ours \d+ us, difference (?<difference>\d+) us")]
    private static partial Regex Figures();
}
