using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>Runs all hard labs in one netlab.</summary>
public sealed class HardLabs : IAsyncLifetime
{
    private const int Seeds = 6;
    private Dictionary<string, LabRun> _runs = [];
    private Dictionary<string, string> _replays = [];

    internal static IReadOnlyList<HardLab> All { get; } = [.. Make()];

    /// <summary>The result of a lab.</summary>
    internal LabRun this[string name] => _runs[name];

    /// <summary>What the replay of a lab's recording gave otherwise than the run; empty: nothing.</summary>
    internal string ReplayDifference(string name) => _replays[name];

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hard-labs-");
        try
        {
            var paths = All.Select(lab => Path.Combine(folder.FullName, lab.Name + ".json")).ToList();
            foreach (var (lab, path) in All.Zip(paths))
                await File.WriteAllTextAsync(path, lab.ToJson());
            var program = await LabRuns.BuildProgramAsync();
            var results = Path.Combine(folder.FullName, "out");
            var result = await Cli.Wrap("dotnet")
                .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), .. paths, "--program", await Recording.WrapAsync(program, folder.FullName),
                    "--jobs", "32", "--timeout", "200", "--output", results])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            // Each object ends at a line of its own.
            var texts = result.StandardOutput.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.True(texts.Length == All.Count, result.StandardError);
            _runs = All.Zip(texts, (lab, text) => (lab.Name, Run: LabRun.Of(0, text + "\n}\n", result.StandardError))).ToDictionary(run => run.Name, run => run.Run);
            var differences = await Task.WhenAll(All.Select(lab => Recording.ReplayAsync(program, Path.Combine(results, lab.Name))));
            _replays = All.Zip(differences).ToDictionary(replay => replay.First.Name, replay => replay.Second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc />
    public Task DisposeAsync() => Task.CompletedTask;

    private static IEnumerable<HardLab> Make()
    {
        foreach (var seed in Enumerable.Range(0, Seeds))
        {
            yield return HardLab.WithLinks($"loss1-{seed}", seed % 2 == 0 ? "ex04" : "ex05", seed, "\"loss_percent\": 1");
            yield return HardLab.WithLinks($"loss4-{seed}", seed % 2 == 0 ? "ex02" : "ex04", seed, "\"loss_percent\": 4");
            yield return HardLab.WithLinks($"corrupt-{seed}", seed % 2 == 0 ? "ex02" : "ex05", seed, "\"corrupt_percent\": 3");
            yield return HardLab.WithRouters($"loss30-{seed}", seed % 2 == 0 ? "ex04" : "ex08", "loss_percent", 30).And(lab => lab["seed"] = seed);
        }
        yield return HardLab.WithLinks("twice", "ex04", 1, "\"duplicate_percent\": 100, \"reorder_percent\": 50, \"reorder_ms\": 5");
        yield return HardLab.WithRouters("late", "ex04", "late_percent", 100, "PE2").And(Router("PE2", "late_ms", "1300"));
        yield return HardLab.WithRouters("slow", "ex05", "replies_per_second", 2, "P1", "PE1", "PE2");
        foreach (var kind in new[] { "wrong id", "wrong destination", "wrong sequence", "no quotation" })
        {
            yield return HardLab.WithRouters($"spoofed {kind}", "ex04", "spoofed", kind);
            yield return HardLab.WithRouters($"spoofed udp {kind}", "ex04", "spoofed", kind).And(lab => lab["options"] = new JsonArray("-m", "udp-paris"));
        }
        foreach (var fault in new[] { "truncated", "wrong checksum", "wrong version", "zero length", "long object", "odd length", "other class", "long quotation", "no quotation length", "random" })
            yield return HardLab.WithRouters($"extension {fault}", "ex02", "extension", fault);
        yield return HardLab.WithRouters("te for own", "ex04", "te_for_own", true, "D");
        yield return HardLab.WithRouters("nowhere", "ex04", "te_from", "0.0.0.0", "CE2");
        yield return HardLab.WithRouters("reserved", "ex04", "te_from", "10.1.1.1", "PE1");
        yield return HardLab.WithRouters("loop", "ex04", "sends_back", new JsonArray("20.9.9.9"), "CE2");
        yield return HardLab.WithRouters("short quotation", "ex04", "quoted_bytes", 3, "P2");
        yield return HardLab.WithRouters("flows", "ex04", "balanced", Json("""{"by": "flow", "left": ["20.0.3.6", "20.0.3.10"]}"""), "P2");
        yield return HardLab.WithRouters("packets", "ex04", "balanced", Json("""{"by": "packet", "left": ["20.0.0.6", "20.0.0.10"]}"""), "CE1");
        yield return new HardLab("stack", "ex02", 1, lab => lab["lsps"]![0]!["labels"] = 3);
        yield return new HardLab("two tunnels", "ex04", 1, Lengthen);
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private static Action<JsonNode> Router(string name, string field, string value) => lab =>
        lab["routers"]!.AsArray().Single(router => (string)router!["name"]! == name)![field] = Json(value);

    /// <summary>A second tunnel of the same kind behind the first.</summary>
    private static void Lengthen(JsonNode lab)
    {
        var routers = lab["routers"]!.AsArray();
        for (var i = 0; i < 5; i++)
        {
            var router = routers[2]!.DeepClone();
            router["name"] = i == 4 ? "PE3" : $"Q{i + 1}";
            router["left"] = $"20.1.{i}.2";
            router["right"] = $"20.1.{i + 1}.1";
            routers.Insert(6 + i, router);
        }
        lab["lsps"]!.AsArray().Add(lab["lsps"]![0]!.DeepClone());
        (lab["lsps"]![1]!["ingress"], lab["lsps"]![1]!["egress"]) = ("Q1", "PE3");
    }
}
