using System.Globalization;
using System.Text;

namespace Unikraft.Measurements.Json;

/// <summary>The line of a load-balancer discovery, with the fields, order and spacing of sc_warts2json.</summary>
internal static class JsonTracelb
{
    public static void Append(StringBuilder line, TracelbRecord record)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"tracelb\", \"version\":\"0.1\", \"userid\":{record.UserId}, \"method\":\"{Names.Of(record.Method)}\"");
        line.Append(CultureInfo.InvariantCulture, $", \"src\":\"{record.Source}\", \"dst\":\"{record.Destination}\"");
        if (record.Router.Kind != AddressKind.None)
            line.Append(CultureInfo.InvariantCulture, $", \"rtr\":\"{record.Router}\"");
        if (record.Method != TracelbMethod.IcmpEcho)
            line.Append(CultureInfo.InvariantCulture, $", \"sport\":{record.SourcePort}, \"dport\":{record.DestinationPort}");
        line.AppendStart(record.Start);
        line.Append(CultureInfo.InvariantCulture, $", \"probe_size\":{record.ProbeSize}, \"firsthop\":{record.FirstHop}, \"attempts\":{record.Attempts}");
        line.Append(CultureInfo.InvariantCulture, $", \"confidence\":{record.Confidence}, \"tos\":{record.Tos}, \"gaplimit\":{record.GapLimit}");
        line.Append(CultureInfo.InvariantCulture, $", \"wait_timeout\":{record.WaitSeconds}, \"wait_probe\":{record.WaitProbe * 10}");
        line.Append(CultureInfo.InvariantCulture, $", \"probec\":{record.ProbeCount}, \"probec_max\":{record.MostProbes}, \"nodec\":{record.Nodes.Count}, \"linkc\":{record.Links.Count}");
        var links = record.Links.ToLookup(link => link.From);
        var before = ", \"nodes\":[";
        for (var i = 0; i < record.Nodes.Count; i++)
        {
            // Nodes that no link begins at are left out.
            var own = links[i].ToList();
            if (own.Count == 0)
                continue;
            line.Append(before);
            AppendNode(line, record, record.Nodes[i], own);
            before = ",";
        }
        line.Append(before == "," ? "]}\n" : "}\n");
    }

    private static void AppendNode(StringBuilder line, TracelbRecord record, TracelbNode node, List<TracelbLink> links)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"addr\":\"{node.Address}\"");
        if (node.Name is { } name)
        {
            line.Append(", \"name\":");
            line.AppendQuoted(name);
        }
        if (node.QuotedTtl is { } quoted)
            line.Append(CultureInfo.InvariantCulture, $", \"q_ttl\":{quoted}");
        line.Append(CultureInfo.InvariantCulture, $", \"linkc\":{links.Count}, \"links\":[");
        if (links.Count == 1)
            AppendWay(line, record, links[0]);
        else
            AppendBranches(line, record, links);
        line.Append("]}");
    }

    // The only link of a node, hop by hop.
    private static void AppendWay(StringBuilder line, TracelbRecord record, TracelbLink link)
    {
        foreach (var probes in link.Sets.Take(link.Sets.Count - 1))
        {
            var before = "[";
            foreach (var address in TracelbView.Answered(probes))
            {
                line.Append(before).Append(CultureInfo.InvariantCulture, $"{{\"addr\":\"{address}\", \"probes\":[");
                AppendProbes(line, probes.Where(probe => probe.Replies.Any(reply => reply.Address == address)), address);
                before = ", ";
            }
            line.Append(TracelbView.HasSilence(probes) ? $"{before}{{\"addr\":\"*\"}}" : "").Append("],");
        }
        if (link.To is not { } to)
        {
            line.Append("[{\"addr\":\"*\"}]");
            return;
        }
        var end = record.Nodes[to].Address;
        line.Append(CultureInfo.InvariantCulture, $"[{{\"addr\":\"{end}\", \"probes\":[");
        AppendProbes(line, link.Sets.Count > 0 ? link.Sets[^1] : [], end);
        line.Append(']');
    }

    // Several links, in the form that sc_warts2json has for them: a blank before the probes.
    private static void AppendBranches(StringBuilder line, TracelbRecord record, List<TracelbLink> links)
    {
        var before = "[";
        foreach (var link in links)
        {
            line.Append(before);
            before = ",";
            if (link.To is not { } to)
            {
                line.Append("{\"addr\":\"*\"}");
                continue;
            }
            var end = record.Nodes[to].Address;
            line.Append(CultureInfo.InvariantCulture, $"{{\"addr\":\"{end}\", \"probes\":[ ");
            AppendProbes(line, link.Sets.Count > 0 ? link.Sets[0] : [], end);
        }
        line.Append(']');
    }

    private static void AppendProbes(StringBuilder line, IEnumerable<TracelbProbe> probes, Address from)
    {
        var before = "";
        foreach (var probe in probes)
        {
            var replies = probe.Replies.Where(reply => reply.Address == from).ToList();
            line.Append(before).Append(CultureInfo.InvariantCulture, $"{{\"tx\":{{\"sec\":{probe.Sent.Seconds}, \"usec\":{probe.Sent.Microseconds}}}");
            line.Append(CultureInfo.InvariantCulture, $", \"replyc\":{replies.Count}, \"ttl\":{probe.Ttl}, \"attempt\":{probe.Attempt}, \"flowid\":{probe.Flow ?? 0}");
            AppendReplies(line, probe, replies);
            line.Append('}');
            before = ",";
        }
        line.Append("]}");
    }

    private static void AppendReplies(StringBuilder line, TracelbProbe probe, List<TracelbReply> replies)
    {
        var before = ", \"replies\":[";
        foreach (var reply in replies)
        {
            line.Append(before);
            before = ",";
            line.Append(CultureInfo.InvariantCulture, $"{{\"rx\":{{\"sec\":{reply.Received.Seconds}, \"usec\":{reply.Received.Microseconds}}}, \"ttl\":{reply.Ttl}, ");
            line.AppendMs("rtt", (uint)((reply.Received.Nanoseconds - probe.Sent.Nanoseconds) / 1000));
            if (reply.Address.Kind == AddressKind.IPv4)
                line.Append(CultureInfo.InvariantCulture, $", \"ipid\":{reply.IpId}");
            if (reply.IsTcp)
            {
                line.Append(CultureInfo.InvariantCulture, $", \"tcp_flags\":{reply.TcpFlags}}}");
                continue;
            }
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_type\":{reply.IcmpType}, \"icmp_code\":{reply.IcmpCode}, \"icmp_q_tos\":{reply.QuotedTos}");
            if (reply.Address.Kind == AddressKind.IPv6 ? reply.IcmpType is 1 or 3 : reply.IcmpType is 3 or 11)
                line.Append(CultureInfo.InvariantCulture, $", \"icmp_q_ttl\":{reply.QuotedTtl}");
            line.Append('}');
        }
        line.Append(replies.Count > 0 ? "]" : "");
    }
}
