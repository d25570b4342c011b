using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Json;

/// <summary>
/// Reads the line of a load-balancer discovery. It lacks the list, the cycle, the extensions of replies, probes without an answer but those of the last hop of
/// a link, and of a link that shares its node with others all but the replies of its end. A probe that several addresses answered is one for each.
/// </summary>
internal static class TracelbJson
{
    public static TracelbRecord Read(JsonFields line)
    {
        var heads = line.List("nodes", node => node);
        var count = line.U16("nodec");
        if (heads.Count > count)
            throw line.Wrong("nodec", $"is less than the {heads.Count} nodes that follow");
        var nodes = new TracelbNodes(heads.Select(Node));
        var links = heads.SelectMany((node, from) => Links(node, from, nodes)).ToList();
        return new TracelbRecord
        {
            Offset = line.Offset,
            UserId = line.U32("userid"),
            Method = ScamperJson.Word(line, "method", Names.TracelbMethod),
            Source = line.Address("src"),
            Destination = line.Address("dst"),
            Router = line.Address("rtr"),
            SourcePort = line.U16("sport"),
            DestinationPort = line.U16("dport"),
            Start = line.Time("start"),
            ProbeSize = line.U16("probe_size"),
            FirstHop = line.U8("firsthop"),
            Attempts = line.U8("attempts"),
            Confidence = line.U8("confidence"),
            Tos = line.U8("tos"),
            GapLimit = line.U8("gaplimit"),
            WaitSeconds = line.U8("wait_timeout"),
            WaitProbe = line.U16("wait_probe") <= 10 * byte.MaxValue ? (byte)(line.U16("wait_probe") / 10) : throw line.Wrong("wait_probe", "is more than 2550"),
            ProbeCount = line.U32("probec"),
            MostProbes = line.U32("probec_max"),
            // Of nodes that stand at neither end of a link there is only the count.
            Nodes = nodes.All.Count <= count ? [.. nodes.All, .. Enumerable.Repeat(new TracelbNode(default, null, null), count - nodes.All.Count)] : throw line.Wrong("nodec", $"is less than the {nodes.All.Count} nodes of the links"),
            Links = links,
        };
    }

    private static TracelbNode Node(JsonFields node) => new(node.Address("addr"), node.IsKnown("q_ttl") ? node.U8("q_ttl") : null, node.Text("name"));

    // The hops of a single link, or one hop with the ends of several.
    private static IEnumerable<TracelbLink> Links(JsonFields node, int from, TracelbNodes nodes)
    {
        var hops = node.Lists("links", hop => hop);
        if (node.U16("linkc") == 1)
        {
            if (hops.Count == 0)
                throw node.Wrong("links", "is empty");
            if (hops[^1] is not [var end])
                throw node.Wrong("links", "does not end with one address");
            return [new TracelbLink(from, To(end, nodes), [.. hops.Take(hops.Count - 1).Select(Between), Probes(end)])];
        }
        return hops is [var ends] && ends.Count == node.U16("linkc")
            ? ends.Select(end => new TracelbLink(from, To(end, nodes), [Probes(end)]))
            : throw node.Wrong("links", "does not hold as many links as 'linkc' says");
    }

    private static int? To(JsonFields end, TracelbNodes nodes) => IsSilent(end) ? null : nodes.At(end.Address("addr"));

    private static bool IsSilent(JsonFields hop) => hop.Text("addr") == "*";

    // The probes of a hop are listed at every address that answered; a star says that some got no answer.
    private static IReadOnlyList<TracelbProbe> Between(IReadOnlyList<JsonFields> answers) =>
        [.. answers.SelectMany(answer => IsSilent(answer) ? [new TracelbProbe()] : Probes(answer))];

    private static IReadOnlyList<TracelbProbe> Probes(JsonFields answer)
    {
        var address = IsSilent(answer) ? default : answer.Address("addr");
        return answer.List("probes", probe => new TracelbProbe
        {
            Sent = probe.Time("tx"),
            Ttl = probe.U8("ttl"),
            Attempt = probe.U8("attempt"),
            Flow = probe.U16("flowid"),
            Replies = probe.List("replies", reply => Reply(reply, address)),
        });
    }

    private static TracelbReply Reply(JsonFields reply, Address address) => new()
    {
        Address = address,
        Received = reply.Time("rx"),
        Ttl = reply.U8("ttl"),
        IpId = reply.U16("ipid"),
        IsTcp = reply.Has("tcp_flags"),
        TcpFlags = reply.U8("tcp_flags"),
        IcmpType = reply.U8("icmp_type"),
        IcmpCode = reply.U8("icmp_code"),
        QuotedTtl = reply.U8("icmp_q_ttl"),
        QuotedTos = reply.U8("icmp_q_tos"),
    };
}
