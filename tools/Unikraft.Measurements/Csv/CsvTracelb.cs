using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Csv;

/// <summary>
/// Rows of a load-balancer discovery: link by link, hop by hop, a row for each reply; also one for a probe without any, a hop without probes, a link without
/// hops. Nodes are those at the ends of links; they have their addresses only.
/// </summary>
internal sealed class CsvTracelb
{
    private readonly TracelbNodes _nodes = new([]);
    private readonly List<TracelbLink> _links = [];
    private List<List<TracelbProbe>> _hops = [];
    private List<TracelbReply> _replies = [];
    private uint _link;

    /// <summary>Gives the rows to write, one after the other; the columns of the measurement are set.</summary>
    public static IEnumerable<CsvRow> Rows(CsvRow row, TracelbRecord record)
    {
        foreach (var (number, link) in CsvRow.OrNone(record.Links).Index())
        {
            for (var hop = 0; hop < Math.Max(link?.Sets.Count ?? 0, 1); hop++)
            {
                var probes = hop < link?.Sets.Count ? link.Sets[hop] : null;
                foreach (var probe in CsvRow.OrNone(probes ?? []))
                {
                    foreach (var reply in CsvRow.OrNone(probe?.Replies ?? []))
                    {
                        row.ClearReply();
                        if (link is not null)
                            SetLink(row, record, link, number + 1);
                        if (probes is not null)
                            row.Set("hop", hop + 1);
                        if (probe is not null)
                            SetProbe(row, probe);
                        if (probe is not null && reply is not null)
                            SetReply(row, probe, reply);
                        yield return row;
                    }
                }
            }
        }
    }

    /// <summary>Takes a row.</summary>
    public void Add(CsvFields row)
    {
        if (!row.Has("link"))
            return;
        if (_links.Count == 0 || row.U32("link") != _link)
        {
            _link = row.U32("link");
            _hops = [];
            _links.Add(new TracelbLink(_nodes.At(row.Address("from")), row.Has("to") ? _nodes.At(row.Address("to")) : null, _hops));
        }
        if (!row.Has("hop"))
            return;
        var hop = row.U16("hop");
        if (hop == _hops.Count + 1)
            _hops.Add([]);
        else if (hop != _hops.Count || hop == 0)
            throw row.Wrong("hop", "is neither that of the row before nor the next one");
        if (row.Has("probe"))
            Add(row, _hops[^1]);
    }

    /// <summary>The measurement of the rows; the first one has its columns.</summary>
    public TracelbRecord Build(CsvFields first) => new()
    {
        Offset = first.Offset,
        List = first.List(),
        Cycle = first.Cycle(),
        Method = first.Word("method", Names.TracelbMethod),
        Source = first.Address("src"),
        Destination = first.Address("dst"),
        UserId = first.U32("userid"),
        Start = first.Time("start"),
        SourcePort = first.U16("sport"),
        DestinationPort = first.U16("dport"),
        FirstHop = first.U8("ttl_first"),
        Attempts = first.U8("attempts"),
        Tos = first.U8("tos"),
        ProbeSize = first.U16("probe_size"),
        ProbeCount = first.U32("probes"),
        Nodes = _nodes.All,
        Links = _links,
    };

    private static void SetLink(CsvRow row, TracelbRecord record, TracelbLink link, int number)
    {
        row.Set("link", number);
        row.Set("from", record.Nodes[link.From].Address);
        row.Set("to", link.To is { } to ? record.Nodes[to].Address : default);
    }

    private static void SetProbe(CsvRow row, TracelbProbe probe)
    {
        if (probe.Flow is { } flow)
            row.Set("flow", flow);
        row.Set("ttl", probe.Ttl);
        row.Set("probe", probe.Attempt);
        row.Set("sent", probe.Sent);
    }

    private static void SetReply(CsvRow row, TracelbProbe probe, TracelbReply reply)
    {
        row.Set("addr", reply.Address);
        row.SetRtt(probe.Sent, reply.Received);
        row.Set("reply_ttl", reply.Ttl);
        row.Set("reply_ipid", reply.IpId);
        row.Set("protocol", reply.IsTcp ? 6 : 1);
        if (reply.IsTcp)
        {
            row.Set("tcp_flags", reply.TcpFlags);
        }
        else
        {
            row.Set("icmp_type", reply.IcmpType);
            row.Set("icmp_code", reply.IcmpCode);
            row.Set("quoted_ttl", reply.QuotedTtl);
            row.Set("quoted_tos", reply.QuotedTos);
        }
        row["labels"] = CsvLabels.Text(reply.Extensions);
    }

    // A row is a further reply of the probe before when both have replies and the probe is the same.
    private void Add(CsvFields row, List<TracelbProbe> probes)
    {
        var probe = new TracelbProbe { Sent = row.Time("sent"), Flow = row.Has("flow") ? row.U16("flow") : null, Ttl = row.U8("ttl"), Attempt = row.U8("probe") };
        if (!row.Has("addr") || probes.Count == 0 || probes[^1].Replies.Count == 0 || probes[^1] with { Replies = probe.Replies } != probe)
        {
            _replies = [];
            probes.Add(probe with { Replies = _replies });
        }
        if (row.Has("addr"))
            _replies.Add(Reply(row, probe.Sent));
    }

    private static TracelbReply Reply(CsvFields row, UnixTime sent) => new()
    {
        Address = row.Address("addr"),
        Received = row.Received(sent),
        Ttl = row.U8("reply_ttl"),
        IpId = row.U16("reply_ipid"),
        IsTcp = row.U8("protocol") == 6,
        TcpFlags = row.U8("tcp_flags"),
        IcmpType = row.U8("icmp_type"),
        IcmpCode = row.U8("icmp_code"),
        QuotedTtl = row.U8("quoted_ttl"),
        QuotedTos = row.U8("quoted_tos"),
        Extensions = CsvLabels.Read(row),
    };
}
