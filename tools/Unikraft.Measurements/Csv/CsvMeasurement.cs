using Unikraft.Measurements.Tnt;

namespace Unikraft.Measurements.Csv;

/// <summary>Puts the rows of a measurement together.</summary>
internal sealed class CsvMeasurement(CsvFields first)
{
    private readonly List<TraceHop> _hops = [];
    private readonly List<TntHop> _path = [];
    private readonly List<PingReply> _replies = [];
    private readonly CsvTracelb _tracelb = new();
    private readonly CsvDealias _dealias = new();
    private int _others;

    /// <summary>The first row, which has the columns of the measurement.</summary>
    public CsvFields First => first;

    /// <summary>Rows so far that take memory.</summary>
    public int Count => _hops.Count + _path.Count + _replies.Count + _others;

    /// <summary>Adds the reply of a row.</summary>
    public void Add(CsvFields row)
    {
        switch (row["record"])
        {
            case "trace" when row.Has("position"):
                _path.Add(Annotated(row));
                break;
            case "trace" when row.Has("addr"):
                _hops.Add(Hop(row));
                break;
            case "ping" when row.Has("addr"):
                _replies.Add(Reply(row));
                break;
            case "trace" or "ping":
                break;
            case "tracelb":
                _tracelb.Add(row);
                _others++;
                break;
            case "dealias":
                _dealias.Add(row);
                _others++;
                break;
            default:
                throw row.Wrong("record", "is neither 'trace' nor 'ping', 'tracelb', 'dealias'");
        }
    }

    /// <summary>The measurement.</summary>
    public Record Build() => first["record"] switch
    {
        "trace" => Trace(),
        "ping" => Ping(),
        "tracelb" => _tracelb.Build(first),
        _ => _dealias.Build(first),
    };

    private TraceRecord Trace() => new()
    {
        Offset = first.Offset,
        List = first.List(),
        Cycle = first.Cycle(),
        Method = first.Word("method", Names.TraceMethod),
        Source = first.Address("src"),
        Destination = first.Address("dst"),
        UserId = first.U32("userid"),
        Start = first.Time("start"),
        StopReason = first.Word("stop_reason", Names.StopReason),
        StopData = first.U8("stop_data"),
        SourcePort = first.U16("sport"),
        DestinationPort = first.U16("dport"),
        Flags = (TraceFlags)first.U32("flags"),
        FirstHop = first.U8("ttl_first"),
        Attempts = first.U8("attempts"),
        Tos = first.U8("tos"),
        ProbeSize = first.U16("probe_size"),
        HopCount = first.U16("hop_count"),
        ProbeCount = first.U16("probes"),
        Hops = _path.Count > 0 ? [.. _path.Where(hop => !hop.IsRevealed && hop.Reply is not null).Select(hop => hop.Reply!)] : _hops,
        Tnt = _path.Count == 0 ? null : new TntPath
        {
            ProbesReported = first.U32("probes_reported"),
            ProbesOnce = first.Has("probes_once") ? first.U32("probes_once") : null,
            Hops = _path,
        },
    };

    private PingRecord Ping() => new()
    {
        Offset = first.Offset,
        List = first.List(),
        Cycle = first.Cycle(),
        Method = first.Word("method", Names.PingMethod),
        Source = first.Address("src"),
        Destination = first.Address("dst"),
        UserId = first.U32("userid"),
        Start = first.Time("start"),
        StopReason = (PingStopReason)first.U8("stop_reason"),
        StopData = first.U8("stop_data"),
        SourcePort = first.U16("sport"),
        DestinationPort = first.U16("dport"),
        Flags = (PingFlags)first.U32("flags"),
        Ttl = first.U8("ttl_first"),
        ProbeCount = first.U16("attempts"),
        Tos = first.U8("tos"),
        ProbeSize = first.U16("probe_size"),
        ProbesSent = first.U16("probes"),
        Replies = _replies,
    };

    private static TntHop Annotated(CsvFields row)
    {
        var isRevealed = row.Number("revealed", 1) == 1;
        var hop = new TntHop
        {
            Position = row.U16("position"),
            Reply = row.Has("addr") ? Hop(row) : null,
            IsRevealed = isRevealed,
            Step = row.U8("step"),
            EchoReplyTtl = row.U8("er_ttl"),
            Discovery = row.Words("marks").Aggregate(isRevealed ? TntDiscovery.Revealed : 0, (marks, word) => marks | word switch
            {
                "incomplete" => TntDiscovery.Incomplete,
                "before_silent_ingress" => TntDiscovery.BeforeSilentIngress,
                _ => throw row.Wrong("marks", $"has an unknown value '{word}'"),
            }),
        };
        foreach (var key in TntWords.Keys)
        {
            foreach (var word in row.Words(key))
                hop = TntWords.With(hop, key, word) ?? throw row.Wrong(key, $"has an unknown value '{word}'");
        }
        return hop;
    }

    private static TraceHop Hop(CsvFields row) => new()
    {
        ProbeTtl = row.U8("ttl"),
        Attempt = row.U8("probe"),
        Address = row.Address("addr"),
        RttMicroseconds = row.U32("rtt_us"),
        Sent = row.Time("sent"),
        ReplyTtl = row.U8("reply_ttl"),
        ReplyTos = row.U8("reply_tos"),
        ReplyIpId = row.U16("reply_ipid"),
        ReplySize = row.U16("reply_size"),
        Flags = HopFlags.ReplyTtl | row.U8("protocol") switch { 6 => HopFlags.Tcp, 17 => HopFlags.Udp, _ => 0 },
        ProbeSize = row.U16("probe_size"),
        IcmpType = row.U8("icmp_type"),
        IcmpCode = row.U8("icmp_code"),
        TcpFlags = row.U8("tcp_flags"),
        QuotedTtl = row.U8("quoted_ttl"),
        QuotedLength = row.U16("quoted_length"),
        QuotedTos = row.U8("quoted_tos"),
        NextHopMtu = row.U16("next_hop_mtu"),
        Extensions = CsvLabels.Read(row),
    };

    private static PingReply Reply(CsvFields row)
    {
        var isIPv6 = row.Address("addr").Kind == AddressKind.IPv6;
        return new PingReply
        {
            Probe = row.U16("probe"),
            Address = row.Address("addr"),
            RttMicroseconds = row.U32("rtt_us"),
            Sent = row.Time("sent"),
            Flags = PingReplyFlags.ReplyTtl | (isIPv6 ? 0 : PingReplyFlags.ReplyIpId),
            ReplyTtl = row.U8("reply_ttl"),
            ReplyIpId = isIPv6 ? (ushort)0 : row.U16("reply_ipid"),
            ReplyIpId32 = isIPv6 ? row.U32("reply_ipid") : 0,
            ReplySize = row.U16("reply_size"),
            Protocol = row.Has("protocol") ? row.U8("protocol") : (byte)1,
            IcmpType = row.U8("icmp_type"),
            IcmpCode = row.U8("icmp_code"),
            TcpFlags = row.U8("tcp_flags"),
        };
    }
}
