using System.Text.Json;

namespace Netlab.Model;

/// <summary>Reads the routers of a lab file.</summary>
internal static class RouterReader
{
    private static readonly Dictionary<string, bool> PuSources = new() { ["probed"] = false, ["left"] = true };
    private static readonly Dictionary<string, bool> Balancing = new() { ["flow"] = false, ["packet"] = true };

    private static readonly Dictionary<string, ExtensionFault> Extensions = new()
    {
        ["truncated"] = ExtensionFault.Truncated,
        ["wrong checksum"] = ExtensionFault.Checksum,
        ["wrong version"] = ExtensionFault.Version,
        ["zero length"] = ExtensionFault.ZeroLength,
        ["long object"] = ExtensionFault.LongObject,
        ["odd length"] = ExtensionFault.OddLength,
        ["other class"] = ExtensionFault.OtherClass,
        ["long quotation"] = ExtensionFault.LongQuotation,
        ["no quotation length"] = ExtensionFault.NoQuotationLength,
        ["random"] = ExtensionFault.Random,
    };

    private static readonly Dictionary<string, SpoofKind> Spoofs = new()
    {
        ["wrong id"] = SpoofKind.WrongId,
        ["wrong destination"] = SpoofKind.WrongDestination,
        ["wrong sequence"] = SpoofKind.WrongSequence,
        ["no quotation"] = SpoofKind.NoQuotation,
    };

    private static readonly Dictionary<string, IpIdKind> IpIds = new()
    {
        ["counter"] = IpIdKind.Counter,
        ["swapped"] = IpIdKind.Swapped,
        ["per address"] = IpIdKind.PerAddress,
        ["random"] = IpIdKind.Random,
        ["zero"] = IpIdKind.Zero,
        ["probe"] = IpIdKind.Probe,
    };

    /// <summary>Reads the chain.</summary>
    public static List<RouterSpec> Read(LabObject root, NetAddress vp)
    {
        var values = root.List("routers", required: true);
        // Labels and positions stay small; a longer chain could not be crossed with a TTL of one byte.
        if (values.Count is 0 or > 254)
            throw root.Get("routers").Error("UK4006", $"'routers' has {values.Count} entries. A lab has 1 to 254.");
        var owners = new Dictionary<NetAddress, string> { [vp] = "the VP" };
        var routers = new List<RouterSpec>();
        foreach (var value in values)
        {
            var router = ReadRouter(value, last: routers.Count == values.Count - 1);
            if (router.Name == "VP" || routers.Any(other => other.Name == router.Name))
                throw value.Error("UK4007", $"the name '{router.Name}' is taken. Give each router a name of its own.");
            foreach (var address in router.Addresses.Concat(router.Faults.SendsBack).Concat(router.Faults.EchoAlsoFrom).Concat(router.Faults.TeFrom is { } source ? [source] : []))
                LabObject.CheckFamily(value, address, vp);
            foreach (var address in router.Addresses)
            {
                if (!owners.TryAdd(address, router.Name))
                    throw value.Error("UK4007", $"router '{router.Name}' has the address {address} of {owners[address]}. Give each address to one owner.");
            }
            routers.Add(router);
        }
        return routers;
    }

    private static RouterSpec ReadRouter(LabJson value, bool last)
    {
        var fields = new LabObject(value, "a router");
        var name = fields.Text("name");
        var right = (last ? fields.Find("right") : fields.Get("right")) is { Type: not JsonTokenType.Null } address
            ? LabObject.AsAddress(address, "right")
            : (NetAddress?)null;
        if (right is null && !last)
            throw fields.Get("right").Error("UK4006", $"'right' of router '{name}' is null. Only the last router has no right address.");
        var router = new RouterSpec(
            name,
            fields.Address("left"),
            right,
            LabReader.ReadAddresses(fields.List("also_owns"), "also_owns"),
            fields.Integer("te", 1, 255),
            fields.Integer("er", 1, 255),
            fields.Flag("rfc4950", false),
            fields.Flag("sends_te", true),
            fields.Flag("quoted_ttl_always_1", false),
            fields.Flag("answers_echo", true),
            fields.Word<bool>("pu_from", PuSources, false),
            fields.Number("loss_percent", 0, 100, 0),
            fields.Find("replies_per_second") is { Type: not JsonTokenType.Null } limit
                ? LabObject.AsInteger(limit, "replies_per_second", 0, 1_000_000)
                : null,
            ReadFaults(fields),
            ReadIpIds(fields),
            fields.Find("balanced") is { Type: not JsonTokenType.Null } balanced ? ReadBalancer(balanced) : null);
        fields.Close();
        return router;
    }

    private static RouterFaults ReadFaults(LabObject fields) => new(
        fields.Find("te_from") is { Type: not JsonTokenType.Null } source ? LabObject.AsAddress(source, "te_from") : null,
        fields.Flag("te_for_own", false),
        LabReader.ReadAddresses(fields.List("sends_back"), "sends_back").ToHashSet(),
        fields.Find("quoted_bytes") is { } quoted ? LabObject.AsInteger(quoted, "quoted_bytes", 0, 64) : null,
        fields.Word<ExtensionFault>("extension", Extensions, ExtensionFault.None),
        fields.Number("late_percent", 0, 100, 0),
        LabReader.Nanoseconds(fields.Number("late_ms", 0, LabReader.MaxDelayMs, 0)),
        fields.Word<SpoofKind>("spoofed", Spoofs, SpoofKind.None),
        LabReader.ReadAddresses(fields.List("echo_also_from"), "echo_also_from"));

    private static IpIdSpec ReadIpIds(LabObject fields) => new(
        fields.Word<IpIdKind>("ip_ids", IpIds, IpIdKind.Counter),
        (ushort)(fields.Find("ip_id_first") is { } first ? LabObject.AsInteger(first, "ip_id_first", 0, ushort.MaxValue) : 0),
        (ushort)(fields.Find("ip_id_step") is { } step ? LabObject.AsInteger(step, "ip_id_step", 1, ushort.MaxValue) : 1));

    private static BalancerSpec ReadBalancer(LabJson value)
    {
        var fields = new LabObject(value, "'balanced'");
        var perPacket = fields.Word<bool>("by", Balancing);
        var lefts = LabReader.ReadAddresses(fields.List("left", required: true), "left");
        fields.Close();
        return lefts.Count is 0 or > 15
            ? throw fields.Get("left").Error("UK4006", $"'left' of a balancer has {lefts.Count} entries. Name 1 to 15 routers that stand beside this one.")
            : new BalancerSpec(perPacket, lefts);
    }
}
