using Microsoft.Build.Logging.StructuredLogger;
using BuildLog = Microsoft.Build.Logging.StructuredLogger.Build;
using Task = Microsoft.Build.Logging.StructuredLogger.Task;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Questions to a binary log.</summary>
internal static class LogQueries
{
    /// <summary>Counts how often a task ran.</summary>
    public static int Runs(this BuildLog log, string task) => log.FindChildrenRecursive<Task>(t => t.Name == task).Count;

    /// <summary>Tells whether MSBuild skipped a target because its outputs were newer than its inputs.</summary>
    public static bool SkippedAsUpToDate(this BuildLog log, string target) => log
        .FindChildrenRecursive<Target>(t => t.Name == target)
        .Any(t => t.FindChildrenRecursive<Message>(m => m.Text.Contains("all output files are up-to-date", StringComparison.Ordinal)).Count > 0);

    /// <summary>Lists the files make compiled, by the core's own progress lines: <c>CC  apphello: main.c</c>.</summary>
    public static IReadOnlyList<string> Compiled(this BuildLog log) =>
    [
        .. log.FindChildrenRecursive<Message>()
            .Select(m => m.Text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["CC" or "AS" or "CXX", _, _, ..])
            .Select(words => $"{words[1].TrimEnd(':')}/{words[2]}"),
    ];
}
