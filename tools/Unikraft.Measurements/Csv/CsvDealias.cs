namespace Unikraft.Measurements.Csv;

/// <summary>Rows of an alias resolution: probe by probe, a row for each reply; also one for a probe without any, and for a kind of probe that was never sent.</summary>
internal sealed class CsvDealias
{
    private readonly List<DealiasDefinition> _kinds = [];
    private readonly Dictionary<uint, int> _places = [];
    private readonly List<DealiasProbe> _probes = [];
    private List<DealiasReply> _replies = [];

    /// <summary>Gives the rows to write, one after the other; the columns of the measurement are set.</summary>
    public static IEnumerable<CsvRow> Rows(CsvRow row, DealiasRecord record)
    {
        foreach (var probe in record.Probes)
        {
            foreach (var reply in CsvRow.OrNone(probe.Replies))
            {
                row.ClearReply();
                SetKind(row, record.Definitions[probe.Definition]);
                row.Set("probe", probe.Sequence);
                row.Set("sent", probe.Sent);
                row.Set("probe_ipid", probe.IpId);
                if (reply is not null)
                    SetReply(row, probe, reply);
                yield return row;
            }
        }
        var sent = record.Probes.Select(probe => probe.Definition).ToHashSet();
        var unsent = record.Definitions.Where((_, place) => !sent.Contains(place)).ToList();
        if (record.Definitions.Count == 0)
            yield return row;
        foreach (var kind in unsent)
        {
            row.ClearReply();
            SetKind(row, kind);
            yield return row;
        }
    }

    /// <summary>Takes a row.</summary>
    public void Add(CsvFields row)
    {
        if (!row.Has("probedef"))
            return;
        var id = row.U32("probedef");
        if (!_places.TryGetValue(id, out var place))
        {
            place = _places[id] = _kinds.Count;
            _kinds.Add(Kind(row));
        }
        if (!row.Has("probe"))
            return;
        // A row is a further reply of the probe before when both have replies and the probe is the same.
        var probe = new DealiasProbe { Definition = place, Sequence = row.U32("probe"), Sent = row.Time("sent"), IpId = row.U16("probe_ipid") };
        if (!row.Has("addr") || _probes.Count == 0 || _probes[^1].Replies.Count == 0 || _probes[^1] with { Replies = probe.Replies } != probe)
        {
            _replies = [];
            _probes.Add(probe with { Replies = _replies });
        }
        if (row.Has("addr"))
            _replies.Add(Reply(row, probe.Sent));
    }

    /// <summary>The measurement of the rows; the first one has its columns.</summary>
    public DealiasRecord Build(CsvFields first)
    {
        // The rows are in the order of sending, the kinds in that of their numbers.
        var order = Enumerable.Range(0, _kinds.Count).OrderBy(place => _kinds[place].Id).ToList();
        var places = new int[order.Count];
        for (var i = 0; i < places.Length; i++)
            places[order[i]] = i;
        return new DealiasRecord
        {
            Offset = first.Offset,
            List = first.List(),
            Cycle = first.Cycle(),
            Method = first.Word("method", Names.DealiasMethod),
            Result = first.Word("result", Names.DealiasResult),
            UserId = first.U32("userid"),
            Start = first.Time("start"),
            Flags = (DealiasFlags)first.U8("flags"),
            Attempts = first.U16("attempts"),
            Definitions = [.. order.Select(place => _kinds[place])],
            Probes = [.. _probes.Select(probe => probe with { Definition = places[probe.Definition] })],
        };
    }

    // In these rows the columns of addresses, ports, TOS and size are those of the probe.
    private static void SetKind(CsvRow row, DealiasDefinition kind)
    {
        row.Set("probedef", kind.Id);
        row["probedef_method"] = Names.Of(kind.Method);
        row.Set("src", kind.Source);
        row.Set("dst", kind.Destination);
        row.Set("sport", kind.SourcePort);
        row.Set("dport", kind.DestinationPort);
        row.Set("tos", kind.Tos);
        row.Set("probe_size", kind.Size);
        row.Set("ttl", kind.Ttl);
    }

    private static void SetReply(CsvRow row, DealiasProbe probe, DealiasReply reply)
    {
        row.Set("addr", reply.Address);
        row.SetRtt(probe.Sent, reply.Received);
        row.Set("reply_ttl", reply.Ttl);
        if (reply.IpId is { } id)
            row.Set("reply_ipid", id);
        row.Set("protocol", reply.Protocol);
        if (reply.IsIcmp)
        {
            row.Set("icmp_type", reply.IcmpType);
            row.Set("icmp_code", reply.IcmpCode);
        }
        if (reply.Quotes)
            row.Set("quoted_ttl", reply.QuotedTtl);
        if (reply.Protocol == 6)
            row.Set("tcp_flags", reply.TcpFlags);
        row["labels"] = CsvLabels.Text(reply.Extensions);
    }

    private static DealiasDefinition Kind(CsvFields row) => new()
    {
        Id = row.U32("probedef"),
        Method = row.Word("probedef_method", Names.DealiasProbeMethod),
        Source = row.Address("src"),
        Destination = row.Address("dst"),
        SourcePort = row.U16("sport"),
        DestinationPort = row.U16("dport"),
        Tos = row.U8("tos"),
        Size = row.U16("probe_size"),
        Ttl = row.U8("ttl"),
    };

    private static DealiasReply Reply(CsvFields row, UnixTime sent) => new()
    {
        Address = row.Address("addr"),
        Received = row.Received(sent),
        Ttl = row.U8("reply_ttl"),
        IpId = row.Has("reply_ipid") ? row.U32("reply_ipid") : null,
        Protocol = row.U8("protocol"),
        IcmpType = row.U8("icmp_type"),
        IcmpCode = row.U8("icmp_code"),
        QuotedTtl = row.U8("quoted_ttl"),
        TcpFlags = row.U8("tcp_flags"),
        Extensions = CsvLabels.Read(row),
    };
}
