using Unikraft.Measurements.Reading;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Objects of tracelb: parameters, nodes, links; of each link its sets, of each set its probes, of each probe its replies.</summary>
internal sealed class WartsTracelb(WartsDefinitions definitions)
{
    private readonly WartsValues _header = new(
    [
        U32, U32, U32, U32, Time, U16, U16, U16, U8, U8, U8, U8, U8, U8, U8, U16, U16, U32, U32, U8, WartsField.Address, WartsField.Address, U32, U8, Router,
    ]);

    private readonly WartsValues _node = new([U32, U8, U16, U8, WartsField.Address, Text]);
    private readonly WartsValues _link = new([U16, U16, U8]);
    private readonly WartsValues _set = new([U16]);
    private readonly WartsValues _probe = new([Time, U16, U8, U8, U16]);
    private readonly WartsValues _reply = new([Time, U16, U8, U8, U16, U8, Blob, U8, U8, U32, WartsField.Address]);

    /// <summary>Reads an object.</summary>
    public TracelbRecord Read(WartsFields fields, long offset)
    {
        var v = _header.Read(fields.Block());
        var record = new TracelbRecord
        {
            Offset = offset,
            List = v.Has(1) ? definitions.List(v.U32(1), v.Offset(1)) : null,
            Cycle = v.Has(2) ? definitions.Cycle(v.U32(2), v.Offset(2)) : null,
            Start = v.Time(5),
            SourcePort = v.U16(6),
            DestinationPort = v.U16(7),
            ProbeSize = v.U16(8),
            Method = (TracelbMethod)v.U8(9),
            FirstHop = v.U8(10),
            WaitSeconds = v.U8(11),
            WaitProbe = v.U8(12),
            Attempts = v.U8(13),
            Confidence = v.U8(14),
            Tos = v.U8(15),
            ProbeCount = v.U32(18),
            MostProbes = v.U32(19),
            GapLimit = v.U8(20),
            Source = v.Address(21),
            Destination = v.Address(22),
            UserId = v.U32(23),
            LooksUpNames = (v.U8(24) & 1) != 0,
            Router = v.Address(25),
        };
        var (nodeCount, linkCount) = (v.U16(16), v.U16(17));
        // Counts may be lies; lists grow by what is there.
        var nodes = new List<TracelbNode>();
        for (var i = 0; i < nodeCount; i++)
            nodes.Add(Node(fields.Block()));
        var links = new List<TracelbLink>();
        for (var i = 0; i < linkCount; i++)
            links.Add(Link(ref fields, nodeCount));
        return record with { Nodes = nodes, Links = links };
    }

    private TracelbNode Node(WartsBlock block)
    {
        var v = _node.Read(block);
        return new TracelbNode(v.Address(5), (v.U8(2) & 1) != 0 ? v.U8(4) : null, v.Text(6));
    }

    private TracelbLink Link(ref WartsFields fields, int nodes)
    {
        var at = fields.Offset;
        var v = _link.Read(fields.Block());
        var (from, to, count) = ((int)v.U16(1), v.Has(2) ? v.U16(2) : (int?)null, v.U8(3));
        if (from >= nodes || to >= nodes)
            throw Faults.NotDefined($"node {(from >= nodes ? from : to)}", at);
        var sets = new List<IReadOnlyList<TracelbProbe>>();
        for (var i = 0; i < count; i++)
            sets.Add(Set(ref fields));
        return new TracelbLink(from, to, sets);
    }

    private List<TracelbProbe> Set(ref WartsFields fields)
    {
        var count = _set.Read(fields.Block()).U16(1);
        var probes = new List<TracelbProbe>();
        for (var i = 0; i < count; i++)
            probes.Add(Probe(ref fields));
        return probes;
    }

    private TracelbProbe Probe(ref WartsFields fields)
    {
        var at = fields.Offset;
        var v = _probe.Read(fields.Block());
        // Every writer says when; and so a count cannot make many objects of few bytes.
        if (!v.Has(1))
            throw Faults.DoesNotFit("a probe that was never sent", at);
        var probe = new TracelbProbe { Sent = v.Time(1), Flow = v.U16(2), Ttl = v.U8(3), Attempt = v.U8(4) };
        var count = v.U16(5);
        var replies = new List<TracelbReply>();
        for (var i = 0; i < count; i++)
            replies.Add(Reply(fields.Block()));
        return probe with { Replies = replies };
    }

    private TracelbReply Reply(WartsBlock block)
    {
        var v = _reply.Read(block);
        return new TracelbReply
        {
            Received = v.Time(1),
            IpId = v.U16(2),
            Ttl = v.U8(3),
            IsTcp = (v.U8(4) & 2) != 0,
            IcmpType = (byte)(v.U16(5) >> 8),
            IcmpCode = (byte)v.U16(5),
            TcpFlags = v.U8(6),
            Extensions = v.Has(7) ? WartsHop.Extensions(v.Bytes(7), v.Offset(7) + 2) : [],
            QuotedTtl = v.U8(8),
            QuotedTos = v.U8(9),
            Address = v.Address(11),
        };
    }
}
