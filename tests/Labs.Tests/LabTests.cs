using System.Text.Json;

namespace Labs.Tests;

/// <summary>Every published lab gives the expected commands, traces and counts.</summary>
public sealed class LabTests(LabRuns runs) : IClassFixture<LabRuns>
{
    private static readonly string[] All = [.. Directory.GetFiles(Repository.Labs, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <summary>Other machines differ in drivers and interrupts, not in the algorithm: a plain, a revealed and a shuffled lab.</summary>
    private static readonly string[] Few = ["ex01", "ex04", "ex17"];

    public static TheoryData<string, Target> Cases
    {
        get
        {
            var cases = new TheoryData<string, Target>();
            foreach (var target in Enum.GetValues<Target>())
            {
                foreach (var lab in LabsOn(target))
                    cases.Add(lab, target);
            }
            return cases;
        }
    }

    [Fact]
    public void There_are_18_labs() => Assert.Equal(18, All.Length);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_lab_gives_the_expected_result(string lab, Target target)
    {
        var run = await runs.RunAsync(lab, target, LabsOn(target));

        Assert.True(run.ExitCode == 0, run.Errors);
        var expected = await File.ReadAllTextAsync(Path.Combine(Repository.Expected, lab + ".txt"));
        if (IsOrdered(lab))
            Assert.Equal(expected, run.Transcript());
        else
            Assert.Equal(ExpectedText.Parse(expected).Unordered().Join(), ExpectedText.Parse(run.Transcript()).Unordered().Join());
    }

    private static string[] LabsOn(Target target) => target is Target.Linux or Target.Microvm ? All : Few;

    private static bool IsOrdered(string lab)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Labs, lab + ".json")));
        return file.RootElement.GetProperty("comparison").GetString() == "ordered";
    }
}
