namespace Bench;

/// <summary>The rows about builds: clean ones, and applications with many microlibraries.</summary>
internal static class BuildRows
{
    /// <summary>Puts the figures into rows.</summary>
    public static IReadOnlyList<Row> Make(CleanBuild clean, IReadOnlyList<Scale> curve)
    {
        var first = curve.Count == 0 ? null : curve[0];
        return
        [
            new Row("clean build of hello by make, s", [clean.Ours], "plain make, a process for each step", clean.Plain, "at most 0.5 x", clean.Plain * 0.5, "0.00"),
            new Row("clean build of hello by make, s", [clean.Ours], "the same with a job for each processor", clean.PlainParallel, "at most 0.5 x", clean.PlainParallel * 0.5, "0.00"),
            new Row("clean build of hello by dotnet, s", [clean.Whole], "plain make, a process for each step", clean.Plain, "", null, "0.00"),
            .. curve.Select(point => new Row(
                $"{point.Microlibraries:N0} microlibraries: restore, generate, configure, s",
                [point.Seconds],
                $"a straight line through 0 and {first!.Microlibraries:N0}",
                first.Seconds / first.Microlibraries * point.Microlibraries,
                "at most 1.25 x",
                first.Seconds / first.Microlibraries * point.Microlibraries * 1.25,
                "0.0")),
            .. curve.Select(point => new Row($"of it restore / generate, s; configure: {point.Configure:0.00}", [point.Restore], "generate", point.Generate, "", null, "0.0")),
        ];
    }
}
