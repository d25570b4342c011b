using System.Text.RegularExpressions;
using Oracle.Tests.Tnt;
using Oracle.Tests.Topology;

namespace Oracle.Tests;

/// <summary>The model gives the published results of the worked examples.</summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string> Labs { get; } = [.. Directory.GetFiles(Repository.Labs, "ex*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Labs))]
    public void The_model_knows_the_worked_examples(string lab)
    {
        var file = TopologyFile.Read(Path.Combine(Repository.Labs, lab + ".json"));
        var expected = File.ReadAllText(Path.Combine(Repository.Expected, lab + ".txt"));
        var order = DestinationLine().Matches(expected).Select(match => match.Groups[1].Value).ToList();

        var prediction = Prediction.Of(file, order);

        // The commands of several destinations have no fixed order.
        var commands = expected.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..]);
        if (order.Count == 1)
            Assert.Equal(commands, prediction.Commands);
        else
            Assert.Equal(commands.Order(StringComparer.Ordinal), prediction.Commands.Order(StringComparer.Ordinal));
        Assert.Equal(
            expected[expected.IndexOf("\ntrace [", StringComparison.Ordinal)..],
            "\n" + string.Concat(prediction.Traces.Select(trace => trace.Text + "\n"))
                + string.Concat(prediction.Traces.Select(trace => $"probes reported: {trace.Reported}\n")) + $"probes sent: {prediction.Sent}\n");
    }

    [GeneratedRegex(@"^trace \[.*\] from .* to (\S+)$", RegexOptions.Multiline)]
    private static partial Regex DestinationLine();
}
