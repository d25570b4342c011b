using System.Globalization;
using System.Numerics;
using System.Text;

namespace Unikraft.Measurements.Json;

/// <summary>The line of an alias resolution, with the fields, order and spacing of sc_warts2json.</summary>
internal static class JsonDealias
{
    public static void Append(StringBuilder line, DealiasRecord record)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"dealias\",\"version\":\"0.2\",\"method\":\"{Names.Of(record.Method)}\", \"userid\":{record.UserId}, \"result\":\"{Names.Of(record.Result)}\"");
        line.AppendTime("start", record.Start);
        AppendOptions(line, record);
        line.Append(", \"probedefs\":[");
        for (var i = 0; i < record.Definitions.Count; i++)
        {
            line.Append(i > 0 ? ", " : "");
            AppendDefinition(line, record.Definitions[i]);
        }
        line.Append("], \"probes\":[");
        for (var i = 0; i < record.Probes.Count; i++)
        {
            line.Append(i > 0 ? ", " : "");
            AppendProbe(line, record.Probes[i], record.Definitions[record.Probes[i].Definition]);
        }
        line.Append("]}\n");
    }

    // Each method has its fields, in an order of its own.
    private static void AppendOptions(StringBuilder line, DealiasRecord record)
    {
        var (attempts, wait, timeout) = (record.Attempts, record.WaitProbeMilliseconds, record.TimeoutSeconds);
        if (record.Method == DealiasMethod.Mercator)
            line.Append(CultureInfo.InvariantCulture, $", \"attempts\":{attempts}, \"wait_timeout\":{timeout}");
        else if (record.Method == DealiasMethod.Ally)
            line.Append(CultureInfo.InvariantCulture, $", \"wait_probe\":{wait}, \"wait_timeout\":{timeout}, \"attempts\":{attempts}, \"fudge\":{record.Fudge}");
        else if (record.Method == DealiasMethod.Radargun)
            line.Append(CultureInfo.InvariantCulture, $", \"attempts\":{attempts}, \"wait_probe\":{wait}, \"wait_round\":{record.WaitRoundMilliseconds}, \"wait_timeout\":{timeout}");
        else if (record.Method == DealiasMethod.Bump)
            line.Append(CultureInfo.InvariantCulture, $", \"wait_probe\":{wait}, \"bump_limit\":{record.BumpLimit}, \"attempts\":{attempts}");
        if (record.Prefix is { } prefix)
        {
            AppendPrefix(line, prefix);
            line.Append(CultureInfo.InvariantCulture, $", \"attempts\":{attempts}, \"replyc\":{prefix.ReplyCount}, \"fudge\":{record.Fudge}, \"wait_probe\":{wait}, \"wait_timeout\":{timeout}");
        }
        // The tool has the same word for the first bit of every method, and only prefixscan has one for the second.
        var flags = Enumerable.Range(0, 8).Where(bit => ((int)record.Flags & (1 << bit)) != 0)
            .Select(bit => bit == 0 ? "\"nobs\"" : bit == 1 && record.Prefix is not null ? "\"csa\"" : (1 << bit).ToString(CultureInfo.InvariantCulture)).ToList();
        if (flags.Count > 0)
            line.Append(", \"flags\":[").AppendJoin(',', flags).Append(']');
    }

    private static void AppendPrefix(StringBuilder line, DealiasPrefix prefix)
    {
        line.Append(CultureInfo.InvariantCulture, $", \"a\":\"{prefix.Near}\", \"b\":\"{prefix.Far}/{prefix.Length}\"");
        if (prefix.Alias.Kind != AddressKind.None)
            line.Append(CultureInfo.InvariantCulture, $", \"ab\":\"{prefix.Alias}/{Shared(prefix.Far, prefix.Alias)}\"");
        if (prefix.Excluded.Count > 0)
            line.Append(", \"xs\":[\"").AppendJoin("\", \"", prefix.Excluded).Append("\"]");
    }

    /// <summary>Bits of the longest prefix in which both are addresses of hosts; the tool does not know it for IPv6.</summary>
    private static uint Shared(Address one, Address other)
    {
        if (one.Kind != AddressKind.IPv4 || other.Kind != AddressKind.IPv4)
            return uint.MaxValue;
        var (a, b) = ((uint)one.Value, (uint)other.Value);
        var host = 32 - BitOperations.LeadingZeroCount(a ^ b);
        // A prefix of more than two addresses begins with that of the network and ends with that for all.
        for (; host is > 1 and < 32; host++)
        {
            var most = (1u << host) - 1;
            if ((a & most) > 0 && (a & most) < most && (b & most) > 0 && (b & most) < most)
                break;
        }
        return (uint)(32 - host);
    }

    private static void AppendDefinition(StringBuilder line, DealiasDefinition kind)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"id\":{kind.Id}, \"src\":\"{kind.Source}\", \"dst\":\"{kind.Destination}\", \"ttl\":{kind.Ttl}, \"size\":{kind.Size}, \"method\":\"{Names.Of(kind.Method)}\"");
        if (kind.Method == DealiasProbeMethod.IcmpEcho)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_id\":{kind.SourcePort}, \"icmp_csum\":{kind.DestinationPort}");
        else if (kind.IsTcp)
            line.Append(CultureInfo.InvariantCulture, $", \"tcp_sport\":{kind.SourcePort}, \"tcp_dport\":{kind.DestinationPort}, \"tcp_flags\":{kind.TcpFlags}");
        else
            line.Append(CultureInfo.InvariantCulture, $", \"udp_sport\":{kind.SourcePort}, \"udp_dport\":{kind.DestinationPort}");
        if (kind.PseudoMtu > 0)
            line.Append(CultureInfo.InvariantCulture, $", \"mtu\":{kind.PseudoMtu}");
        line.Append('}');
    }

    private static void AppendProbe(StringBuilder line, DealiasProbe probe, DealiasDefinition kind)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"probedef_id\":{kind.Id}, \"seq\":{probe.Sequence}");
        line.AppendTime("tx", probe.Sent);
        if (kind.Destination.Kind == AddressKind.IPv4)
            line.Append(CultureInfo.InvariantCulture, $", \"ipid\":{probe.IpId}");
        line.Append(", \"replies\":[");
        for (var i = 0; i < probe.Replies.Count; i++)
        {
            line.Append(i > 0 ? ", " : "");
            AppendReply(line, probe.Replies[i]);
        }
        line.Append("]}");
    }

    private static void AppendReply(StringBuilder line, DealiasReply reply)
    {
        line.Append(CultureInfo.InvariantCulture, $"{{\"src\":\"{reply.Address}\"");
        line.AppendTime("rx", reply.Received);
        line.Append(CultureInfo.InvariantCulture, $", \"ttl\":{reply.Ttl}");
        if (reply.IpId is { } id)
            line.Append(CultureInfo.InvariantCulture, $", \"ipid\": {id}");
        line.Append(CultureInfo.InvariantCulture, $", \"proto\":{reply.Protocol}");
        if (reply.IsIcmp)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_type\":{reply.IcmpType}, \"icmp_code\":{reply.IcmpCode}");
        if (reply.Quotes)
            line.Append(CultureInfo.InvariantCulture, $", \"icmp_q_ttl\":{reply.QuotedTtl}");
        if (reply.Protocol == 6)
            line.Append(CultureInfo.InvariantCulture, $", \"tcp_flags\":{reply.TcpFlags}");
        line.Append('}');
    }
}
