using System.Globalization;

namespace Unikraft.Measurements.Json;

/// <summary>Reads the line of an alias resolution. It lacks the list, the cycle, the TOS byte of probes and the extensions of replies.</summary>
internal static class DealiasJson
{
    public static DealiasRecord Read(JsonFields line)
    {
        var method = ScamperJson.Word(line, "method", Names.DealiasMethod);
        var kinds = line.List("probedefs", Definition);
        var places = new Dictionary<uint, int>();
        for (var i = 0; i < kinds.Count; i++)
            places.TryAdd(kinds[i].Id, i);
        return new DealiasRecord
        {
            Offset = line.Offset,
            Method = method,
            Result = ScamperJson.Word(line, "result", Names.DealiasResult),
            Start = line.Time("start"),
            UserId = line.U32("userid"),
            Flags = Flags(line),
            Attempts = line.U16("attempts"),
            WaitProbeMilliseconds = line.U16("wait_probe"),
            WaitRoundMilliseconds = line.U32("wait_round"),
            TimeoutSeconds = line.U8("wait_timeout"),
            Fudge = line.U16("fudge"),
            BumpLimit = line.U16("bump_limit"),
            Prefix = method == DealiasMethod.PrefixScan ? Prefix(line) : null,
            Definitions = kinds,
            Probes = line.List("probes", probe => Probe(probe, places)),
        };
    }

    // Words, and numbers of bits that have none.
    private static DealiasFlags Flags(JsonFields line) => line.Values("flags", (text, number) => text switch
    {
        "nobs" => DealiasFlags.NoByteSwap,
        "csa" => DealiasFlags.Csa,
        null when number <= byte.MaxValue => (DealiasFlags)number,
        _ => throw line.Wrong("flags", $"has an unknown value '{text ?? number.ToString(CultureInfo.InvariantCulture)}'"),
    }).Aggregate(DealiasFlags.None, (all, flag) => all | flag);

    private static DealiasPrefix Prefix(JsonFields line)
    {
        var (far, length) = Cut(line, "b");
        return new DealiasPrefix
        {
            Near = line.Address("a"),
            Far = far,
            Length = byte.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : throw line.Wrong("b", "is no prefix"),
            // What stands behind its address follows from this and the other one.
            Alias = line.IsKnown("ab") ? Cut(line, "ab").Address : default,
            Excluded = line.Addresses("xs"),
            ReplyCount = line.U8("replyc"),
        };
    }

    private static (Address Address, string Length) Cut(JsonFields line, string key)
    {
        var parts = line.Text(key)?.Split('/');
        return parts is [var text, var length] && Address.TryParse(text, out var address) ? (address, length) : throw line.Wrong(key, "is no prefix");
    }

    private static DealiasDefinition Definition(JsonFields kind) => new()
    {
        Id = kind.U32("id"),
        Method = ScamperJson.Word(kind, "method", Names.DealiasProbeMethod),
        Source = kind.Address("src"),
        Destination = kind.Address("dst"),
        Ttl = kind.U8("ttl"),
        Size = kind.U16("size"),
        PseudoMtu = kind.U16("mtu"),
        SourcePort = kind.U16(kind.Has("tcp_sport") ? "tcp_sport" : kind.Has("udp_sport") ? "udp_sport" : "icmp_id"),
        DestinationPort = kind.U16(kind.Has("tcp_dport") ? "tcp_dport" : kind.Has("udp_dport") ? "udp_dport" : "icmp_csum"),
        TcpFlags = kind.U8("tcp_flags"),
    };

    private static DealiasProbe Probe(JsonFields probe, Dictionary<uint, int> places) => new()
    {
        Definition = places.TryGetValue(probe.U32("probedef_id"), out var place) ? place : throw probe.Wrong("probedef_id", "names no kind of probe"),
        Sequence = probe.U32("seq"),
        Sent = probe.Time("tx"),
        IpId = probe.U16("ipid"),
        Replies = probe.List("replies", Reply),
    };

    private static DealiasReply Reply(JsonFields reply) => new()
    {
        Address = reply.Address("src"),
        Received = reply.Time("rx"),
        Ttl = reply.U8("ttl"),
        IpId = reply.IsKnown("ipid") ? reply.U32("ipid") : null,
        Protocol = reply.U8("proto"),
        IcmpType = reply.U8("icmp_type"),
        IcmpCode = reply.U8("icmp_code"),
        QuotedTtl = reply.U8("icmp_q_ttl"),
        TcpFlags = reply.U8("tcp_flags"),
    };
}
