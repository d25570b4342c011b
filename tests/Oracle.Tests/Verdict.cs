using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Oracle.Tests.Tnt;
using Oracle.Tests.Topology;

namespace Oracle.Tests;

/// <summary>Compares a run with the predictions for its lab.</summary>
internal static partial class Verdict
{
    /// <summary>Null when they agree; else what was expected and what came.</summary>
    /// <remarks>
    /// Destinations are shuffled and share what is found out, and a pair is revealed by whoever asks first: every order of asking is right.
    /// </remarks>
    public static string? Difference(TopologyFile file, Run run)
    {
        var expected = Orders(file.Destinations).Select(order => Text(Prediction.Of(file, order))).Distinct().ToList();
        var actual = Text(run, sorted: file.Destinations.Count > 1);
        return expected.Contains(actual) ? null : $"--- expected\n{expected[0]}--- actual\n{actual}";
    }

    private static string Text(Prediction prediction) => Text(
        prediction.Commands, [.. prediction.Traces.Select(trace => trace.Text + Count(trace.Reported))], prediction.Sent, sorted: prediction.Traces.Count > 1);

    private static string Text(Run run, bool sorted) => Text(run.Commands, [.. run.Traces.Select(trace => trace + CountOf(run, trace))], run.Sent, sorted);

    private static string Text(IReadOnlyList<string> commands, IReadOnlyList<string> traces, int sent, bool sorted)
    {
        if (sorted)
        {
            commands = [.. commands.Select(command => UserId().Replace(command, "-U N")).Order(StringComparer.Ordinal)];
            traces = [.. traces.Order(StringComparer.Ordinal)];
        }
        var text = new StringBuilder();
        foreach (var command in commands)
            text.Append(CultureInfo.InvariantCulture, $"> {command}\n");
        foreach (var trace in traces)
            text.Append(trace);
        return text.Append(CultureInfo.InvariantCulture, $"probes sent: {sent}\n").ToString();
    }

    private static string Count(int reported) => string.Create(CultureInfo.InvariantCulture, $"probes reported: {reported}\n");

    private static string CountOf(Run run, string trace) => run.Reported.TryGetValue(TraceLine().Match(trace).Groups[1].Value, out var count) ? Count(count) : "";

    private static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> items) => items.Count < 2
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (IReadOnlyList<string>)[first, .. rest]));

    [GeneratedRegex(@"-U \d+")]
    private static partial Regex UserId();

    [GeneratedRegex(@"^trace \[.*\] from \S+ to (\S+)\n")]
    private static partial Regex TraceLine();
}
