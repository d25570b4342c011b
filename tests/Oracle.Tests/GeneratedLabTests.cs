using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Oracle.Tests.Topology;
using Xunit.Abstractions;

namespace Oracle.Tests;

/// <summary>
/// Labs of consecutive seeds: commands, dump and counts of uTNT are those of the model. ORACLE_SEED is the first seed, ORACLE_COUNT the number of labs,
/// ORACLE_GUEST the number of them that run in a guest. A lab that differs stays in artifacts/oracle/failed with both texts.
/// </summary>
public sealed class GeneratedLabTests(ITestOutputHelper output)
{
    private static readonly int First = Number("ORACLE_SEED", 1);
    private static readonly int Count = Number("ORACLE_COUNT", 320);
    private static readonly int InGuest = Number("ORACLE_GUEST", 24);

    [Fact]
    public async Task Linux_gives_what_the_model_predicts() =>
        await CompareAsync("linux", Enumerable.Range(First, Count).Select(LabGenerator.Make), ["--program", await Repository.ProgramAsync(), "--jobs", "64"]);

    [Fact]
    public async Task Linux_reveals_all_tunnels_that_the_model_predicts() =>
        await CompareAsync("linux", Enumerable.Range(First, Count / 4).Select(LabGenerator.MakeSeveral), ["--program", await Repository.ProgramAsync(), "--jobs", "64"]);

    [Fact]
    public async Task A_guest_gives_what_the_model_predicts()
    {
        Assert.True(File.Exists(Repository.Image), $"no image {Repository.Image}: run ./build.sh");
        // Spread over the seeds of the other test.
        var seeds = Enumerable.Range(0, InGuest).Select(i => First + (int)((long)i * Count / InGuest));
        await CompareAsync("guest", [.. seeds.Select(LabGenerator.Make), .. seeds.Take(InGuest / 4).Select(LabGenerator.MakeSeveral)], ["--image", Repository.Image, "--kvm", "off", "--jobs", "6"]);
    }

    private static int Number(string name, int absent) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : absent;

    private async Task CompareAsync(string where, IEnumerable<TopologyFile> files, string[] arguments)
    {
        var labs = files.ToList();
        output.WriteLine($"{labs[0].Case} to {labs[^1].Case}");
        var folder = Directory.CreateTempSubdirectory("oracle-");
        try
        {
            string LabPath(TopologyFile lab) => Path.Combine(folder.FullName, lab.Case + ".json");
            foreach (var lab in labs)
                await File.WriteAllTextAsync(LabPath(lab), lab.ToJson());
            var runs = await NetlabAsync([.. labs.Select(LabPath), "--output", Path.Combine(folder.FullName, "out"), .. arguments]);
            var failed = labs.Where(lab => !Agrees(where, lab, runs)).Select(lab => lab.Case).ToList();
            Assert.True(failed.Count == 0, $"{failed.Count} of {labs.Count} labs differ, see {Repository.FailedLabs}: {string.Join(' ', failed)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Agrees(string where, TopologyFile lab, IReadOnlyDictionary<string, Run> runs)
    {
        var path = Path.Combine(Repository.FailedLabs, $"{lab.Case}-{where}");
        var difference = !runs.TryGetValue(lab.Case, out var run) ? "no result"
            : run.ExitStatus != 0 ? $"exit status {run.ExitStatus}"
            : Verdict.Difference(lab, run);
        if (difference is null)
            return true;
        Directory.CreateDirectory(Repository.FailedLabs);
        File.WriteAllText(path + ".json", lab.ToJson());
        File.WriteAllText(path + ".txt", difference);
        return false;
    }

    private async Task<IReadOnlyDictionary<string, Run>> NetlabAsync(IEnumerable<string> arguments)
    {
        var result = await Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), .. arguments])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        output.WriteLine(string.Join('\n', result.StandardError.Split('\n').Where(line => line.Contains("UK", StringComparison.Ordinal)).Take(20)));
        return Run.ReadAll(result.StandardOutput).ToDictionary(run => run.Lab);
    }
}
