using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.BuildReport;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary><c>unikraft-build-report FILE.binlog</c>: where the build time went.</summary>
public sealed class BuildReportSpecs
{
    [Fact]
    public async Task The_times_of_a_build_are_those_of_its_targets_tasks_and_steps_of_make()
    {
        var times = BuildTimesReader.Read((await Samples.BuiltApplicationAsync()).BinaryLog);
        Assert.True(times.Succeeded);
        Assert.Contains(times.Targets, t => t.Name == "UkBuildImage" && t.Count == 1);
        Assert.Contains(times.Tools, t => t.Name == "CC" && t.Count >= 40);
        Assert.Contains(times.Libraries, l => l.Name == "appbuilt" && l.Count >= 3);
        Assert.Contains(times.Steps, s => s.Name == "CC appbuilt/main.c");
        var build = Assert.Single(times.Tasks, t => t.Name == "BuildImage");
        Assert.InRange(times.Steps.Sum(s => s.Seconds), 0.1, build.Seconds);
        // The outer build waits for the inner one; its time counts once.
        Assert.InRange(times.Projects.Sum(p => p.Seconds), build.Seconds, times.Seconds);
    }

    [Fact]
    public async Task The_tool_prints_tables_or_JSON_and_refuses_what_is_no_log()
    {
        var log = (await Samples.BuiltApplicationAsync()).BinaryLog;
        var text = await Tool(log, "--top", "3");
        Assert.Matches(@"(?s)^build\.binlog: [\d.]+ s, succeeded\n.*\n +seconds +% +times +step of make\n", text.StandardOutput);
        using var json = JsonDocument.Parse((await Tool(log, "--json")).StandardOutput);
        Assert.True(json.RootElement.GetProperty("steps").GetArrayLength() > 40);
        foreach (var wrong in new[] { typeof(BuildReportSpecs).Assembly.Location, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()) })
        {
            var result = await Tool(wrong);
            Assert.Equal((1, ""), (result.ExitCode, result.StandardOutput));
            Assert.StartsWith("UK3043: ", result.StandardError, StringComparison.Ordinal);
        }
    }

    private static Task<BufferedCommandResult> Tool(params string[] arguments) => Cli.Wrap("dotnet")
        .WithArguments(["exec", typeof(BuildTimesReader).Assembly.Location, .. arguments])
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync()
        .Task;
}
