using System.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Tests.Kconfig;

namespace Bench;

/// <summary>Reading and resolving 20,000 Kconfig symbols in 200 files, milliseconds.</summary>
/// <param name="FirstMs">The first run of the process, which compiles the code.</param>
/// <param name="WarmMs">The median of later runs.</param>
internal sealed record KconfigFigures(double FirstMs, double? WarmMs)
{
    private const int WarmUp = 10;
    private const int Runs = 15;

    /// <summary>Measures; the first figure is right only if nothing in the process has used Kconfig before.</summary>
    public static KconfigFigures Measure()
    {
        var folder = Directory.CreateTempSubdirectory("bench-kconfig-");
        try
        {
            var input = new KconfigInput(LargeTree.Write(folder.FullName));
            var times = Enumerable.Range(0, 1 + WarmUp + Runs).Select(_ => MeasureOnce(input)).ToList();
            return new KconfigFigures(times[0], Statistics.Median(times[(1 + WarmUp)..]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double MeasureOnce(KconfigInput input)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Configurator.Resolve(input, []);
        return result.Value?.Tree.Symbols.Count == LargeTree.Symbols
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException("The tree does not resolve.");
    }
}
