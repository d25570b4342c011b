using System.Text.RegularExpressions;

namespace Labs.Tests;

/// <summary>An expected file, or a run in its form, in parts.</summary>
/// <param name="Commands">Commands in order.</param>
/// <param name="Traces">Traces in order.</param>
/// <param name="Counts">Probe counts in order: reported for each trace, then sent.</param>
internal sealed partial record ExpectedText(IReadOnlyList<string> Commands, IReadOnlyList<string> Traces, IReadOnlyList<string> Counts)
{
    /// <summary>Takes a text apart at its blank lines.</summary>
    public static ExpectedText Parse(string text)
    {
        var parts = text.TrimEnd('\n').Split("\n\n");
        return new ExpectedText(parts[0].Split('\n'), parts[1..^1], parts[^1].Split('\n'));
    }

    /// <summary>What remains equal when destinations are shuffled: sets of commands without user ids, of traces with their counts, and the total.</summary>
    public ExpectedText Unordered() => new(
        [.. Commands.Select(command => UserId().Replace(command, "-U N")).Order(StringComparer.Ordinal)],
        [.. Traces.Zip(Counts, (trace, count) => trace + "\n" + count).Order(StringComparer.Ordinal)],
        [Counts[^1]]);

    /// <summary>The whole as one text, for comparison.</summary>
    public string Join() => string.Join('\n', [.. Commands, .. Traces, .. Counts]);

    [GeneratedRegex(@"-U \d+")]
    private static partial Regex UserId();
}
