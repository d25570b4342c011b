using System.Globalization;
using System.Text;

namespace Unikraft.Measurements.Json;

/// <summary>The line of a trace (scamper.md section 8).</summary>
internal static class JsonTrace
{
    public static void Append(StringBuilder line, TraceRecord trace)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"trace\",\"version\":\"0.1\", \"userid\":{trace.UserId}, \"method\":\"{Names.Of(trace.Method)}\"");
        AppendAddress(line, "src", trace.Source);
        AppendAddress(line, "dst", trace.Destination);
        AppendAddress(line, "rtr", trace.Router);
        AppendPorts(line, trace);
        line.Append(CultureInfo.InvariantCulture, $", \"stop_reason\":\"{Names.Of(trace.StopReason)}\", \"stop_data\":{trace.StopData}");
        line.AppendStart(trace.Start);
        line.Append(CultureInfo.InvariantCulture, $", \"hop_count\":{trace.HopCount}, \"attempts\":{trace.Attempts}, \"hoplimit\":{trace.HopLimit}");
        line.Append(CultureInfo.InvariantCulture, $", \"firsthop\":{trace.FirstHop}, \"wait\":{trace.WaitSeconds}, \"wait_probe\":{trace.WaitProbe}");
        line.Append(CultureInfo.InvariantCulture, $", \"tos\":{trace.Tos}, \"probe_size\":{trace.ProbeSize}, \"probe_count\":{trace.ProbeCount}");
        var before = ", \"hops\":[";
        // sc_warts2json leaves out what is below the first TTL.
        foreach (var hop in trace.Hops.Where(hop => hop.ProbeTtl >= trace.FirstHop).OrderBy(hop => hop.ProbeTtl))
        {
            line.Append(before);
            AppendHop(line, hop);
            before = ",";
        }
        line.Append(before == "," ? "]}\n" : "}\n");
    }

    private static void AppendAddress(StringBuilder line, string key, Address address)
    {
        if (address.Kind != AddressKind.None)
            line.Append(CultureInfo.InvariantCulture, $", \"{key}\":\"{address}\"");
    }

    private static void AppendPorts(StringBuilder line, TraceRecord trace)
    {
        if (trace.Flags.HasFlag(TraceFlags.IcmpChecksum))
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_sum\":{trace.DestinationPort}");
        else if (trace.Method is TraceMethod.Udp or TraceMethod.UdpParis or TraceMethod.Tcp or TraceMethod.TcpAck)
            line.Append(CultureInfo.InvariantCulture, $", \"sport\":{trace.SourcePort}, \"dport\":{trace.DestinationPort}");
    }

    private static void AppendHop(StringBuilder line, TraceHop hop)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"addr\":\"{hop.Address}\"");
        if (hop.Name is { } name)
        {
            line.Append(", \"name\":");
            line.AppendQuoted(name);
        }
        line.Append(CultureInfo.InvariantCulture, $", \"probe_ttl\":{hop.ProbeTtl}, \"probe_id\":{hop.Attempt + 1}, \"probe_size\":{hop.ProbeSize}");
        if (hop.Sent.Seconds > 0)
            line.AppendTime("tx", hop.Sent);
        line.Append(", ");
        line.AppendMs("rtt", hop.RttMicroseconds);
        line.Append(CultureInfo.InvariantCulture, $", \"reply_ttl\":{hop.ReplyTtl}, \"reply_tos\":{hop.ReplyTos}, \"reply_ipid\":{hop.ReplyIpId}, \"reply_size\":{hop.ReplySize}");
        if (hop.Flags.HasFlag(HopFlags.Tcp))
            line.Append(CultureInfo.InvariantCulture, $", \"tcp_flags\":{hop.TcpFlags}");
        else if (hop.IsIcmp)
            AppendIcmp(line, hop);
        AppendExtensions(line, hop.Extensions);
        line.Append('}');
    }

    private static void AppendIcmp(StringBuilder line, TraceHop hop)
    {
        line.Append(CultureInfo.InvariantCulture, $", \"icmp_type\":{hop.IcmpType}, \"icmp_code\":{hop.IcmpCode}");
        if (hop.Quotes)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_q_ttl\":{hop.QuotedTtl}, \"icmp_q_ipl\":{hop.QuotedLength}");
        if (hop.Quotes && hop.Address.Kind != AddressKind.IPv6)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_q_tos\":{hop.QuotedTos}");
        // The second colon in the key is sc_warts2json's.
        if (hop.NeedsFragmentation)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_nhmtu:\":{hop.NextHopMtu}");
    }

    private static void AppendExtensions(StringBuilder line, IReadOnlyList<IcmpExtension> extensions)
    {
        var before = ", \"icmpext\":[";
        foreach (var extension in extensions)
        {
            line.Append(before).Append(CultureInfo.InvariantCulture, $"{{\"ie_cn\":{extension.Class},\"ie_ct\":{extension.Type},\"ie_dl\":{extension.Data.Length}");
            if (extension.IsLabelStack)
                AppendLabels(line, extension.Labels);
            line.Append('}');
            before = ",";
        }
        line.Append(extensions.Count > 0 ? "]" : "");
    }

    private static void AppendLabels(StringBuilder line, IReadOnlyList<LabelStackEntry> labels)
    {
        line.Append(",\"mpls_labels\":[");
        var before = "";
        foreach (var label in labels)
        {
            line.Append(before).Append(CultureInfo.InvariantCulture, $"{{\"mpls_ttl\":{label.Ttl},\"mpls_s\":{(label.IsBottom ? 1 : 0)},\"mpls_exp\":{label.Experimental},\"mpls_label\":{label.Label}}}");
            before = ",";
        }
        line.Append(']');
    }
}
