using System.Globalization;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>Runs all hard labs in one netlab.</summary>
public sealed class HardLabs : IAsyncLifetime
{
    private const int Seeds = 6;
    private const int SweepSeeds = 3;

    /// <summary>Labs of each kind of tunnel with the chain of <see cref="HardLab.Routers"/>.</summary>
    internal static readonly string[] Swept = ["ex02", "ex03", "ex04", "ex05", "ex08", "ex09"];

    /// <summary>The lab that a lab of the sweep is made from; null: the name is of another one.</summary>
    internal static string? SweptLab(string name) => name.Split(' ') is ["sweep", var lab, ..] ? lab : null;

    /// <summary>Percents that the sweep loses.</summary>
    internal static readonly int[] Losses = [1, 5, 10, 20, 30];
    private Dictionary<string, LabRun> _runs = [];
    private Dictionary<string, string> _replays = [];
    private Dictionary<string, TntVerdict> _verdicts = [];

    internal static IReadOnlyList<HardLab> All { get; } = [.. Make()];

    /// <summary>The result of a lab.</summary>
    internal LabRun this[string name] => _runs[name];

    /// <summary>The verdict in the record of a lab.</summary>
    internal TntVerdict Verdict(string name) => _verdicts[name];

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
            var program = await LabRuns.ProgramAsync();
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
            _verdicts = All.ToDictionary(lab => lab.Name, lab => TntVerdict.Read(Path.Combine(results, lab.Name, "run.json")));
            _replays = All.Zip(differences).ToDictionary(replay => replay.First.Name, replay => replay.Second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc />
    public Task DisposeAsync() => Task.CompletedTask;

    private static IEnumerable<HardLab> Make() => Single().Concat(Sweep());

    /// <summary>Losses in percent; a lossy link is crossed twice by an exchange, so an eighth of them on each of eight links is about as much.</summary>
    private static IEnumerable<HardLab> Sweep()
    {
        foreach (var lab in Swept)
        {
            yield return new HardLab($"sweep {lab} 0", lab, 1, _ => { });
            foreach (var seed in Enumerable.Range(1, SweepSeeds))
            {
                foreach (var loss in Losses)
                {
                    yield return HardLab.WithRouters($"sweep {lab} {loss} of replies {seed}", lab, "loss_percent", loss).And(json => json["seed"] = seed);
                    yield return HardLab.WithLinks($"sweep {lab} {loss} of packets {seed}", lab, seed, string.Create(CultureInfo.InvariantCulture, $"\"loss_percent\": {loss / 8.0}"));
                }
            }
        }
    }

    private static IEnumerable<HardLab> Single()
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
        yield return HardLab.WithRouters("broadcast replies", "ex04", "echo_also_from", new JsonArray("20.0.77.1", "20.0.77.2", "20.0.77.3"));
        yield return HardLab.WithRouters("te from broadcast", "ex04", "te_from", "255.255.255.255", "CE1");
        yield return HardLab.WithRouters("te from multicast", "ex04", "te_from", "224.0.0.1", "CE1");
        // What a clock decides is replayed, too.
        yield return HardLab.WithRouters("deadline", "ex04", "sends_te", false, "P1", "P2", "P3", "PE2", "CE2").And(lab => lab["options"] = new JsonArray("--deadline", "2"));
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
