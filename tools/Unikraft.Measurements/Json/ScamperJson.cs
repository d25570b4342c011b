using System.Buffers.Binary;

namespace Unikraft.Measurements.Json;

/// <summary>Objects of scamper's JSON (scamper.md section 8).</summary>
internal static class ScamperJson
{
    public static CycleRecord Cycle(JsonFields line, CycleKind kind) => new()
    {
        Offset = line.Offset,
        Kind = kind,
        List = line.Text("list_name") is { } name ? new ListRecord { Offset = line.Offset, Name = name } : null,
        Id = line.U32("id"),
        HostName = line.Text("hostname"),
        StartSeconds = line.U32("start_time"),
        StopSeconds = kind == CycleKind.Stop ? line.U32("stop_time") : null,
    };

    public static TraceRecord Trace(JsonFields line) => new()
    {
        Offset = line.Offset,
        UserId = line.U32("userid"),
        Method = Word(line, "method", Names.TraceMethod),
        Source = line.Address("src"),
        Destination = line.Address("dst"),
        Router = line.Address("rtr"),
        Flags = line.Has("icmp_sum") ? TraceFlags.IcmpChecksum : TraceFlags.None,
        SourcePort = line.U16("sport"),
        DestinationPort = line.U16(line.Has("icmp_sum") ? "icmp_sum" : "dport"),
        StopReason = Word(line, "stop_reason", Names.StopReason),
        StopData = line.U8("stop_data"),
        Start = line.Time("start"),
        HopCount = line.U16("hop_count"),
        Attempts = line.U8("attempts"),
        HopLimit = line.U8("hoplimit"),
        FirstHop = line.U8("firsthop"),
        WaitSeconds = line.U8("wait"),
        WaitProbe = line.U8("wait_probe"),
        Tos = line.U8("tos"),
        ProbeSize = line.U16("probe_size"),
        ProbeCount = line.U16("probe_count"),
        Hops = line.List("hops", Hop),
    };

    public static PingRecord Ping(JsonFields line) => new()
    {
        Offset = line.Offset,
        Method = Word(line, "method", Names.PingMethod),
        Source = line.Address("src"),
        Destination = line.Address("dst"),
        Start = line.Time("start"),
        ProbesSent = line.U16("ping_sent"),
        ProbeSize = line.U16("probe_size"),
        UserId = line.U32("userid"),
        Ttl = line.U8("ttl"),
        WaitSeconds = line.U8("wait"),
        WaitMicroseconds = line.U32("wait_us"),
        TimeoutSeconds = line.U8("timeout"),
        SourcePort = line.U16("sport"),
        DestinationPort = line.U16("dport"),
        TcpSequence = line.U32("tcp_seq"),
        TcpAcknowledgement = line.U32("tcp_ack"),
        IcmpChecksum = line.U16("icmp_csum"),
        Flags = line.Texts("flags").Aggregate(PingFlags.None, (flags, word) => flags | Flag(line, word)),
        Data = Hex(line, line.Has("payload") ? "payload" : "pattern"),
        StampedRouters = line.Addresses("probe_tsps"),
        Replies = line.List("responses", Reply),
    };

    /// <summary>The value of a word of a list of words.</summary>
    public static T Word<T>(JsonFields line, string key, Func<string, T?> find) where T : struct
    {
        if (line.Text(key) is not { } word)
            throw line.Wrong(key, "is missing");
        return find(word) ?? throw line.Wrong(key, $"has an unknown value '{word}'");
    }

    private static TraceHop Hop(JsonFields hop) => new()
    {
        Address = hop.Address("addr"),
        Name = hop.Text("name"),
        ProbeTtl = hop.U8("probe_ttl"),
        Attempt = (byte)Math.Max(hop.U8("probe_id") - 1, 0),
        ProbeSize = hop.U16("probe_size"),
        Sent = hop.Time("tx"),
        RttMicroseconds = hop.Microseconds("rtt"),
        ReplyTtl = hop.U8("reply_ttl"),
        ReplyTos = hop.U8("reply_tos"),
        ReplyIpId = hop.U16("reply_ipid"),
        ReplySize = hop.U16("reply_size"),
        IcmpType = hop.U8("icmp_type"),
        IcmpCode = hop.U8("icmp_code"),
        QuotedTtl = hop.U8("icmp_q_ttl"),
        QuotedLength = hop.U16("icmp_q_ipl"),
        QuotedTos = hop.U8("icmp_q_tos"),
        NextHopMtu = hop.U16(hop.Has("icmp_nhmtu:") ? "icmp_nhmtu:" : "icmp_nhmtu"),
        TcpFlags = hop.U8("tcp_flags"),
        Flags = HopFlags.ReplyTtl | (hop.Has("tcp_flags") ? HopFlags.Tcp : hop.Has("icmp_type") ? 0 : HopFlags.Udp),
        Extensions = hop.List("icmpext", Extension),
    };

    // The line has the labels of a label stack, and of other objects no bytes.
    private static IcmpExtension Extension(JsonFields extension)
    {
        var labels = extension.List("mpls_labels", label => new LabelStackEntry(
            label.U32("mpls_label"), label.U8("mpls_exp"), label.U8("mpls_s") != 0, label.U8("mpls_ttl")));
        var data = new byte[4 * labels.Count];
        for (var i = 0; i < labels.Count; i++)
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4 * i), labels[i].Bits);
        return new IcmpExtension(extension.U8("ie_cn"), extension.U8("ie_ct"), data);
    }

    private static PingReply Reply(JsonFields reply)
    {
        var address = reply.Address("from");
        var isIPv6 = address.Kind == AddressKind.IPv6;
        return new PingReply
        {
            Address = address,
            Probe = reply.U16("seq"),
            ReplySize = reply.U16("reply_size"),
            ReplyTtl = reply.U8("reply_ttl"),
            Protocol = Protocol(reply),
            Sent = reply.Time("tx"),
            RttMicroseconds = reply.Microseconds("rtt"),
            Flags = PingReplyFlags.ReplyTtl | (reply.Has("reply_ipid") ? PingReplyFlags.ReplyIpId : 0) | (reply.Has("probe_ipid") ? PingReplyFlags.ProbeIpId : 0),
            ProbeIpId = reply.U16("probe_ipid"),
            ReplyIpId = isIPv6 ? (ushort)0 : reply.U16("reply_ipid"),
            ReplyIpId32 = isIPv6 ? reply.U32("reply_ipid") : 0,
            IcmpType = reply.U8("icmp_type"),
            IcmpCode = reply.U8("icmp_code"),
            TcpFlags = reply.U8("tcp_flags"),
            RecordRoute = reply.Addresses("RR"),
            Stamps = reply.Has("tsonly") ? reply.Numbers("tsonly") : reply.List("tsandaddr", stamp => stamp.U32("ts")),
            StampRouters = reply.List("tsandaddr", stamp => stamp.Address("ip")),
        };
    }

    private static byte Protocol(JsonFields reply)
    {
        if (!reply.IsText("reply_proto"))
            return reply.U8("reply_proto");
        return reply.Text("reply_proto") switch
        {
            "icmp" => 1,
            "tcp" => 6,
            "udp" => 17,
            var other => throw reply.Wrong("reply_proto", $"has an unknown value '{other}'"),
        };
    }

    private static PingFlags Flag(JsonFields line, string word)
    {
        var bit = Array.IndexOf(Names.PingFlags, word);
        return bit < 0 ? throw line.Wrong("flags", $"has an unknown value '{word}'") : (PingFlags)(1 << bit);
    }

    private static byte[] Hex(JsonFields line, string key)
    {
        try
        {
            return Convert.FromHexString(line.Text(key) ?? "");
        }
        catch (FormatException)
        {
            throw line.Wrong(key, "is not hexadecimal");
        }
    }
}
