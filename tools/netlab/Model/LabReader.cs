using System.Text.Json;

namespace Netlab.Model;

/// <summary>Reads lab files (docs/netlab.md, "The lab file").</summary>
internal static class LabReader
{
    /// <summary>Longest delay in milliseconds.</summary>
    public const double MaxDelayMs = 60_000;

    private static readonly Dictionary<string, PopMode> Pops = new() { ["PHP"] = PopMode.Php, ["UHP"] = PopMode.Uhp };

    private static readonly Dictionary<string, LabelPolicy> Policies = new()
    {
        ["loopback only"] = LabelPolicy.LoopbackOnly,
        ["all prefixes"] = LabelPolicy.AllPrefixes,
    };

    private static readonly Dictionary<string, LspVariant> Variants = new() { ["dup"] = LspVariant.Dup, ["opaque"] = LspVariant.Opaque, ["linux"] = LspVariant.Linux };
    private static readonly Dictionary<string, bool> Comparisons = new() { ["ordered"] = true, ["unordered"] = false };
    private static readonly Dictionary<string, bool> DirectionsForward = new() { ["forward"] = true, ["return"] = false };

    /// <summary>Reads a lab file.</summary>
    /// <exception cref="NetlabException">UK4001 to UK4009: the file is missing or wrong.</exception>
    public static Lab ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetlabException("UK4001", $"the lab file '{path}' cannot be read ({e.Message}). Give the path of a readable lab file.", inner: e);
        }
        return Read(path, bytes);
    }

    /// <summary>Reads the bytes of a lab file; <paramref name="name"/> stands in errors.</summary>
    public static Lab Read(string name, byte[] bytes)
    {
        var preamble = System.Text.Encoding.UTF8.Preamble;
        var source = new LabSource(name, bytes.AsSpan().StartsWith(preamble) ? bytes[preamble.Length..] : bytes);
        var root = new LabObject(LabJson.Parse(source), "the lab");
        var vp = root.Address("vp");
        var routers = RouterReader.Read(root, vp);
        var lab = new Lab(
            name,
            root.Text("case", Path.GetFileNameWithoutExtension(name)),
            root.Text("title", ""),
            vp,
            root.Integer("seed", 0, int.MaxValue, 1),
            routers,
            ReadLinks(root, routers),
            [.. root.List("lsps").Select(item => ReadLsp(item, routers))],
            ReadAddresses(root.List("destinations", required: true), "destinations"),
            [.. root.List("options").Select(item => LabObject.AsText(item, "options"))],
            root.Word("comparison", Comparisons, true),
            root.Find("expected") is { } expected ? ReadExpectation(expected) : null);
        root.Close();
        foreach (var (value, address) in root.List("destinations").Zip(lab.Destinations))
            LabObject.CheckFamily(value, address, vp);
        if (lab.Destinations.Count == 0)
            throw root.Get("destinations").Error("UK4006", "'destinations' is empty. Name one address at least.");
        return lab;
    }

    /// <summary>Links are written as pairs of neighbours; each ends up at the position of its right end.</summary>
    private static LinkSpec[] ReadLinks(LabObject root, List<RouterSpec> routers)
    {
        var everywhere = new LinkSpec(Nanoseconds(root.Number("delay_ms", 0, MaxDelayMs, 0)));
        var links = Enumerable.Repeat(everywhere, routers.Count).ToArray();
        var seen = new HashSet<int>();
        foreach (var value in root.List("links"))
        {
            var fields = new LabObject(value, "a link");
            var between = fields.List("between", required: true);
            if (between.Count != 2)
                throw fields.Get("between").Error("UK4006", $"'between' has {between.Count} entries. Name the two neighbours that the link connects.");
            var ends = between.Select(end => end is { Type: JsonTokenType.String, Text: "VP" } ? -1 : PositionOf(end, "between", routers)).Order().ToArray();
            if (ends[1] != ends[0] + 1)
                throw fields.Get("between").Error("UK4009", "the two ends of the link are not neighbours. Name routers that follow each other in 'routers', or 'VP' and the first.");
            if (!seen.Add(ends[1]))
                throw value.Error("UK4007", "the link is described twice. Remove one of the two descriptions.");
            links[ends[1]] = new LinkSpec(
                Nanoseconds(fields.Number("delay_ms", 0, MaxDelayMs, everywhere.DelayNs / 1e6)),
                fields.Number("loss_percent", 0, 100, 0),
                fields.Number("duplicate_percent", 0, 100, 0),
                fields.Number("corrupt_percent", 0, 100, 0),
                fields.Number("reorder_percent", 0, 100, 0),
                Nanoseconds(fields.Number("reorder_ms", 0, MaxDelayMs, 1)));
            fields.Close();
        }
        return links;
    }

    /// <summary>Milliseconds of a lab file in nanoseconds.</summary>
    public static long Nanoseconds(double ms) => (long)(ms * 1e6);

    private static LspSpec ReadLsp(LabJson value, List<RouterSpec> routers)
    {
        var fields = new LabObject(value, "an LSP");
        var directions = fields.List("directions", required: true)
            .Select(item => LabObject.AsWord(item, "directions", DirectionsForward))
            .ToList();
        var lsp = new LspSpec(
            PositionOf(fields.Get("ingress"), "ingress", routers),
            PositionOf(fields.Get("egress"), "egress", routers),
            fields.Flag("ttl_propagate"),
            fields.Word<PopMode>("pop", Pops),
            fields.Word<LabelPolicy>("policy", Policies),
            fields.Word<LspVariant>("variant", Variants, LspVariant.None),
            directions.Contains(true),
            directions.Contains(false),
            fields.Integer("labels", 1, 3, 1));
        fields.Close();
        if (directions.Count == 0)
            throw fields.Get("directions").Error("UK4006", "'directions' is empty. Name 'forward', 'return' or both.");
        if (lsp.Ingress >= lsp.Egress)
            throw value.Error("UK4009", "the ingress of the LSP does not come before its egress. Name the edge nearer to the VP as ingress; use 'directions' for the way back.");
        if (lsp.Variant is LspVariant.Dup or LspVariant.Opaque && lsp.Pop != PopMode.Uhp)
            throw value.Error("UK4009", "the LSP has a variant of UHP but PHP. Set 'pop' to \"UHP\" or 'variant' to null.");
        return lsp;
    }

    private static int PositionOf(LabJson value, string name, List<RouterSpec> routers)
    {
        var router = LabObject.AsText(value, name);
        var position = routers.FindIndex(other => other.Name == router);
        return position >= 0
            ? position
            : throw value.Error("UK4008", $"'{name}' names an unknown router '{router}'. {Hint.For(router, [.. routers.Select(other => other.Name)])}");
    }

    private static LabExpectation ReadExpectation(LabJson value)
    {
        var fields = new LabObject(value, "'expected'");
        var reported = new Dictionary<NetAddress, int>();
        var counts = fields.Get("probes_reported");
        if (counts.Type != JsonTokenType.StartObject)
            throw counts.Error("UK4005", "'probes_reported' must be an object. Write it in braces.");
        foreach (var (name, count) in counts.Fields)
        {
            if (!NetAddress.TryParse(name, out var address))
                throw count.Error("UK4006", $"'probes_reported' names '{name}', which is no IP address. Use the addresses of 'destinations'.");
            reported[address] = LabObject.AsInteger(count, name, 0, int.MaxValue);
        }
        var expectation = new LabExpectation(
            fields.Integer("exit_status", 0, 255),
            ReadAddresses(fields.List("destination_order"), "destination_order"),
            fields.Integer("commands", 0, int.MaxValue),
            reported,
            fields.Integer("probes_sent", 0, int.MaxValue));
        fields.Close();
        return expectation;
    }

    /// <summary>Reads a list of addresses.</summary>
    public static IReadOnlyList<NetAddress> ReadAddresses(IReadOnlyList<LabJson> values, string name) =>
        [.. values.Select(value => LabObject.AsAddress(value, name))];
}
