using System.Globalization;
using System.Text;

namespace Unikraft.Measurements.Json;

/// <summary>The line of a ping (scamper.md section 8).</summary>
internal static class JsonPing
{
    public static void Append(StringBuilder line, PingRecord ping)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"ping\", \"version\":\"0.4\", \"method\":\"{Names.Of(ping.Method)}\", \"src\":\"{ping.Source}\", \"dst\":\"{ping.Destination}\"");
        line.Append(CultureInfo.InvariantCulture, $", \"start\":{{\"sec\":{ping.Start.Seconds},\"usec\":{ping.Start.Microseconds}}}");
        line.Append(CultureInfo.InvariantCulture, $", \"ping_sent\":{ping.ProbesSent}, \"probe_size\":{ping.ProbeSize}, \"userid\":{ping.UserId}, \"ttl\":{ping.Ttl}, \"wait\":{ping.WaitSeconds}");
        if (ping.WaitMicroseconds > 0)
            line.Append(CultureInfo.InvariantCulture, $", \"wait_us\":{ping.WaitMicroseconds}");
        line.Append(CultureInfo.InvariantCulture, $", \"timeout\":{ping.TimeoutSeconds}");
        AppendOptions(line, ping);
        line.Append(", \"responses\":[");
        var before = "";
        foreach (var reply in ping.Replies.OrderBy(reply => reply.Probe))
        {
            line.Append(before);
            AppendReply(line, reply, ping.Flags.HasFlag(PingFlags.StampsOnly));
            before = ",";
        }
        line.Append("],");
        AppendStatistics(line, PingStatistics.Of(ping));
        line.Append("}\n");
    }

    private static void AppendOptions(StringBuilder line, PingRecord ping)
    {
        var isTcp = ping.Method is PingMethod.TcpAck or PingMethod.TcpAckSport or PingMethod.TcpSyn or PingMethod.TcpSynAck or PingMethod.TcpRst;
        if (isTcp || ping.Method is PingMethod.Udp or PingMethod.UdpDport)
            line.Append(CultureInfo.InvariantCulture, $", \"sport\":{ping.SourcePort}, \"dport\":{ping.DestinationPort}");
        if (isTcp)
            line.Append(CultureInfo.InvariantCulture, $", \"tcp_seq\":{ping.TcpSequence}, \"tcp_ack\":{ping.TcpAcknowledgement}");
        if (!ping.Data.IsEmpty)
            line.Append(ping.Flags.HasFlag(PingFlags.Payload) ? ", \"payload\":\"" : ", \"pattern\":\"").Append(Convert.ToHexStringLower(ping.Data.Span)).Append('"');
        var flags = Names.PingFlags.Where((_, bit) => ((int)ping.Flags & (1 << bit)) != 0).ToList();
        if (flags.Count > 0)
            line.Append(", \"flags\":[\"").AppendJoin("\",\"", flags).Append("\"]");
        if (ping.Flags.HasFlag(PingFlags.IcmpChecksum) && ping.Method is PingMethod.IcmpEcho or PingMethod.IcmpTime)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_csum\": {ping.IcmpChecksum}");
        if (ping.StampedRouters.Count > 0)
            line.Append(", \"probe_tsps\":[\"").AppendJoin("\",\"", ping.StampedRouters).Append("\"]");
    }

    private static void AppendReply(StringBuilder line, PingReply reply, bool stampsOnly)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"from\":\"{reply.Address}\", \"seq\":{reply.Probe}, \"reply_size\":{reply.ReplySize}, \"reply_ttl\":{reply.ReplyTtl}, \"reply_proto\":");
        line.Append(reply.Protocol switch { 1 or 58 => "\"icmp\"", 6 => "\"tcp\"", 17 => "\"udp\"", var other => other.ToString(CultureInfo.InvariantCulture) });
        if (reply.Sent.Seconds > 0)
        {
            line.AppendTime("tx", reply.Sent);
            line.AppendTime("rx", reply.Sent.AddMicroseconds(reply.RttMicroseconds));
        }
        line.Append(", ");
        line.AppendMs("rtt", reply.RttMicroseconds);
        if (reply.Address.Kind == AddressKind.IPv4)
            line.Append(CultureInfo.InvariantCulture, $", \"probe_ipid\":{reply.ProbeIpId}, \"reply_ipid\":{reply.ReplyIpId}");
        else if (reply.Flags.HasFlag(PingReplyFlags.ReplyIpId))
            line.Append(CultureInfo.InvariantCulture, $", \"reply_ipid\":{reply.ReplyIpId32}");
        if (reply.Protocol is 1 or 58)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_type\":{reply.IcmpType}, \"icmp_code\":{reply.IcmpCode}");
        else if (reply.Protocol == 6)
            line.Append(CultureInfo.InvariantCulture, $", \"tcp_flags\":{reply.TcpFlags}");
        if (reply.RecordRoute.Count > 0)
            line.Append(", \"RR\":[\"").AppendJoin("\",\"", reply.RecordRoute).Append("\"]");
        AppendStamps(line, reply, stampsOnly);
        line.Append('}');
    }

    private static void AppendStamps(StringBuilder line, PingReply reply, bool stampsOnly)
    {
        if (reply.Stamps.Count == 0)
            return;
        if (stampsOnly || reply.StampRouters.Count < reply.Stamps.Count)
        {
            line.Append(", \"tsonly\":[").AppendJoin(',', reply.Stamps).Append(']');
            return;
        }
        var entries = reply.Stamps.Zip(reply.StampRouters, (stamp, router) => string.Create(CultureInfo.InvariantCulture, $"{{\"ip\":\"{router}\",\"ts\":{stamp}}}"));
        line.Append(", \"tsandaddr\":[").AppendJoin(',', entries).Append(']');
    }

    private static void AppendStatistics(StringBuilder line, PingStatistics statistics)
    {
        line.Append(CultureInfo.InvariantCulture, $"\"statistics\":{{\"replies\":{statistics.Answered}");
        if (statistics.Sent > 0)
            line.Append(CultureInfo.InvariantCulture, $", \"loss\":{LossText(statistics)}");
        if (statistics.Answered > 0)
        {
            foreach (var (key, value) in new[] { ("min", statistics.Min), ("max", statistics.Max), ("avg", statistics.Average), ("stddev", statistics.Deviation) })
            {
                line.Append(", ");
                line.AppendMs(key, value);
            }
        }
        line.Append('}');
    }

    private static string LossText(PingStatistics statistics)
    {
        var loss = statistics.Loss;
        if (loss is 0 or 1)
            return loss == 0 ? "0" : "1";
        // As printf does: to nearest, and to even between two; only eighths are between two exactly.
        return Math.Truncate(loss * 8) == loss * 8
            ? Math.Round((decimal)loss, 2, MidpointRounding.ToEven).ToString("F2", CultureInfo.InvariantCulture)
            : loss.ToString("F2", CultureInfo.InvariantCulture);
    }
}
