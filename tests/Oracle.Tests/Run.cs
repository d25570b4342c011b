using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oracle.Tests;

/// <summary>What netlab printed for a lab: the dump with masked times, and the summary.</summary>
internal sealed partial record Run(string Lab, int? ExitStatus, IReadOnlyList<string> Commands, IReadOnlyList<string> Traces, IReadOnlyDictionary<string, int> Reported, int Sent)
{
    /// <summary>Takes the output of netlab apart: for each lab traces, a blank line, and an object that begins and ends at a line of its own.</summary>
    public static IReadOnlyList<Run> ReadAll(string output)
    {
        var runs = new List<Run>();
        foreach (Match match in RunText().Matches(output))
        {
            using var json = JsonDocument.Parse(match.Groups["summary"].Value);
            var summary = json.RootElement;
            var dump = Milliseconds().Replace(match.Groups["dump"].Value, "R.RRR ms");
            runs.Add(new Run(
                Path.GetFileNameWithoutExtension(summary.GetProperty("lab").GetString()!),
                summary.GetProperty("exit_status").ValueKind == JsonValueKind.Null ? null : summary.GetProperty("exit_status").GetInt32(),
                [.. summary.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!)],
                [.. dump.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(trace => trace.Trim('\n') + "\n").Where(trace => trace.Length > 1)],
                summary.GetProperty("probes_reported").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32()),
                summary.GetProperty("probes_sent").GetInt32()));
        }
        return runs;
    }

    [GeneratedRegex(@"(?<dump>(?:(?!\{\n).*\n)*)(?<summary>^\{\n(?:[ ].*\n)*\}\n)", RegexOptions.Multiline)]
    private static partial Regex RunText();

    [GeneratedRegex(@"\d+\.\d{3} ms")]
    private static partial Regex Milliseconds();
}
