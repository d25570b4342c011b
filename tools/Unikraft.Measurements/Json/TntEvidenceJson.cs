using System.Globalization;
using Unikraft.Measurements.Tnt;

namespace Unikraft.Measurements.Json;

/// <summary>What version 2 of TNT's JSON adds (docs/tnt.md).</summary>
internal static class TntEvidenceJson
{
    private static readonly string[] DoubtWords =
        ["no-er", "silent-hop", "loss", "path-changed", "balanced", "loop", "reserved", "refused", "deadline", "budget", "no-buddy"];

    private static readonly Dictionary<string, (TntRule Rule, string? Value, string? Limit)> Rules = new()
    {
        ["labels"] = (TntRule.Labels, "mttl", null),
        ["large-label-ttl"] = (TntRule.LargeLabelTtl, "mttl", null),
        ["before-labels"] = (TntRule.BeforeLabels, null, null),
        ["after-labels"] = (TntRule.AfterLabels, null, null),
        ["inferred"] = (TntRule.Inferred, "te", "er"),
        ["qttl"] = (TntRule.Qttl, "qttl", null),
        ["first-qttl"] = (TntRule.FirstQttl, null, null),
        ["before-qttl"] = (TntRule.BeforeQttl, null, null),
        ["after-qttl"] = (TntRule.AfterQttl, "qttl", null),
        ["after-silent"] = (TntRule.AfterSilent, "qttl", null),
        ["end-of-opaque"] = (TntRule.EndOfOpaque, null, null),
        ["uturn"] = (TntRule.Uturn, "sum", "threshold"),
        ["before-uturn"] = (TntRule.BeforeUturn, "sum", "threshold"),
        ["closes-uturn"] = (TntRule.ClosesUturn, "sum", "threshold"),
        ["after-uturn"] = (TntRule.AfterUturn, "sum", "threshold"),
        ["lsr-of"] = (TntRule.LsrOf, "search", "step"),
        ["ingress-of"] = (TntRule.IngressOf, "search", null),
        ["egress-of"] = (TntRule.EgressOf, "search", null),
        ["silent-after"] = (TntRule.SilentAfter, "search", null),
    };

    private static readonly Dictionary<string, TntFailures> Triggers = new()
    {
        ["brute-force"] = TntFailures.None,
        ["frpla"] = TntFailures.Frpla,
        ["rtla"] = TntFailures.Rtla,
        ["dupip"] = TntFailures.DuplicateAddress,
        ["mttl"] = TntFailures.LabelTtl,
    };

    private static readonly Dictionary<string, TntFailures> Outcomes = new()
    {
        ["new"] = TntFailures.None,
        ["nothing"] = TntFailures.Nothing,
        ["ingress-not-found"] = TntFailures.IngressNotFound,
        ["target-not-reached"] = TntFailures.TargetNotReached,
    };

    public static TntReason Reason(JsonFields line)
    {
        var (rule, value, limit) = Word(line, "rule", Rules);
        return new TntReason(rule, value is null ? (short)0 : line.I16(value), limit is null ? (short)0 : line.I16(limit));
    }

    public static TntDoubts Doubts(JsonFields line)
    {
        var doubts = TntDoubts.None;
        foreach (var word in line.Texts("uncertain"))
        {
            var bit = Array.IndexOf(DoubtWords, word);
            doubts |= bit < 0 ? throw line.Wrong("uncertain", $"has an unknown value '{word}'") : (TntDoubts)(1 << bit);
        }
        return doubts;
    }

    public static TntAccount? Account(JsonFields line) => line.IsKnown("probes_sent")
        ? new TntAccount(
            line.Text("ended") switch { null => TntEnd.Whole, "deadline" => TntEnd.Deadline, "budget" => TntEnd.Budget, var word => throw line.Wrong("ended", $"has an unknown value '{word}'") },
            line.U32("probes_sent"),
            line.U64("all_reported"),
            line.U64("all_sent"))
        : null;

    public static TntRun? Run(JsonFields line)
    {
        if (!line.IsKnown("run"))
            return null;
        var run = line.Object("run");
        return new TntRun
        {
            Version = run.Text("version"),
            Clock = run.Text("clock"),
            Seed = run.IsKnown("seed") ? run.U64("seed") : null,
            OptionsHash = run.Text("options_hash") is { } hash
                ? ulong.TryParse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : throw run.Wrong("options_hash", "is no hexadecimal number")
                : null,
            ImageSha256 = run.Text("image_sha256"),
        };
    }

    public static IReadOnlyList<TntSearch>? Searches(JsonFields line) => line.IsKnown("searches") ? line.List("searches", Search) : null;

    private static TntSearch Search(JsonFields line) => new()
    {
        Start = (int)line.U32("start"),
        Next = (int)line.U32("next"),
        Trigger = Word(line, "trigger", Triggers),
        Value = line.I16("value"),
        Threshold = line.I16("threshold"),
        HasSilentIngress = line.Flag("silent_ingress"),
        IsShared = line.Flag("shared"),
        Revealed = line.U16("revealed"),
        Doubts = Doubts(line),
        Attempts = line.List("attempts", attempt => new TntAttempt(
            attempt.Address("target"), attempt.Flag("buddy"), attempt.U8("first_ttl"), Word(attempt, "outcome", Outcomes), attempt.U8("new_hops"), attempt.U32("probes"))),
    };

    private static T Word<T>(JsonFields line, string key, Dictionary<string, T> words) =>
        line.Text(key) is { } word && words.TryGetValue(word, out var value) ? value : throw line.Wrong(key, "has an unknown value");
}
