using Unikraft.Measurements.Reading;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>
/// Objects of dealias: parameters, those of the method, kinds of probes, probes, of each probe its replies. No text describes them: the layout was found by
/// experiment with Debian's scamper and its tools.
/// </summary>
internal sealed class WartsDealias(WartsDefinitions definitions)
{
    private readonly WartsValues _header = new([U32, U32, Time, U8, U8, U32, U32]);
    private readonly WartsValues _mercator = new([U8, U8]);
    private readonly WartsValues _ally = new([U16, U8, U8, U16, U8]);
    private readonly WartsValues _radargun = new([U32, U16, U16, U32, U8, U8]);
    private readonly WartsValues _prefix = new([WartsField.Address, WartsField.Address, WartsField.Address, Excluded, U8, U8, U16, U16, U8, U16, U8, U8]);
    private readonly WartsValues _bump = new([U16, U16, U8]);

    // 1 and 2 are numbers in the old table of addresses, so is 1 of a reply.
    private readonly WartsValues _definition = new([U32, U32, U32, U8, U8, U8, U32, U8, U16, WartsField.Address, WartsField.Address, U16, U16, U16]);
    private readonly WartsValues _probe = new([U32, Time, U16, U16, U32]);
    private readonly WartsValues _reply = new([U32, Time, U16, U8, U16, U8, Blob, U8, U8, WartsField.Address, U32, U8]);

    /// <summary>Reads an object; null: its method is of a later writer, so what follows cannot be told apart.</summary>
    public DealiasRecord? Read(WartsFields fields, long offset)
    {
        var v = _header.Read(fields.Block());
        var record = new DealiasRecord
        {
            Offset = offset,
            List = v.Has(1) ? definitions.List(v.U32(1), v.Offset(1)) : null,
            Cycle = v.Has(2) ? definitions.Cycle(v.U32(2), v.Offset(2)) : null,
            Start = v.Time(3),
            Method = (DealiasMethod)v.U8(4),
            Result = (DealiasResult)v.U8(5),
            UserId = v.U32(7),
        };
        var probeCount = v.U32(6);
        if (record.Method is DealiasMethod.None or > DealiasMethod.Bump)
            return null;
        (record, var definitionCount) = Method(record, fields.Block());
        // Counts may be lies; lists grow by what is there.
        var kinds = new List<DealiasDefinition>();
        for (var i = 0u; i < definitionCount; i++)
            kinds.Add(Definition(ref fields));
        var probes = new List<DealiasProbe>();
        for (var i = 0u; i < probeCount; i++)
            probes.Add(Probe(ref fields, kinds.Count));
        return record with { Definitions = kinds, Probes = probes };
    }

    private (DealiasRecord Record, uint DefinitionCount) Method(DealiasRecord record, WartsBlock block)
    {
        WartsValues v;
        switch (record.Method)
        {
            case DealiasMethod.Mercator:
                v = _mercator.Read(block);
                return (record with { Attempts = v.U8(1), TimeoutSeconds = v.U8(2) }, 1);
            case DealiasMethod.Ally:
                v = _ally.Read(block);
                return (record with { WaitProbeMilliseconds = v.U16(1), TimeoutSeconds = v.U8(2), Attempts = v.U8(3), Fudge = v.U16(4), Flags = (DealiasFlags)v.U8(5) }, 2);
            case DealiasMethod.Radargun:
                v = _radargun.Read(block);
                record = record with { Attempts = v.U16(2), WaitProbeMilliseconds = v.U16(3), WaitRoundMilliseconds = v.U32(4), TimeoutSeconds = v.U8(5), Flags = (DealiasFlags)v.U8(6) };
                return (record, v.U32(1));
            case DealiasMethod.PrefixScan:
                v = _prefix.Read(block);
                record = record with { Attempts = v.U8(6), Fudge = v.U16(7), WaitProbeMilliseconds = v.U16(8), TimeoutSeconds = v.U8(9), Flags = (DealiasFlags)v.U8(11) };
                var prefix = new DealiasPrefix { Near = v.Address(1), Far = v.Address(2), Alias = v.Address(3), Excluded = v.Addresses(4), Length = v.U8(5), ReplyCount = v.Has(12) ? v.U8(12) : (byte)5 };
                return (record with { Prefix = prefix }, v.U16(10));
            default:
                v = _bump.Read(block);
                return (record with { WaitProbeMilliseconds = v.U16(1), BumpLimit = v.U16(2), Attempts = v.U8(3) }, 2);
        }
    }

    private DealiasDefinition Definition(ref WartsFields fields)
    {
        var at = fields.Offset;
        var v = _definition.Read(fields.Block());
        var method = (DealiasProbeMethod)v.U8(4);
        if (method is DealiasProbeMethod.None or > DealiasProbeMethod.TcpSynSport)
            throw Faults.DoesNotFit($"a kind of probe with method {v.U8(4)}", at);
        // The tools want both, too; and so a count cannot make many objects of few bytes.
        if (!v.Has(10) || !v.Has(11))
            throw Faults.DoesNotFit("a kind of probe without addresses", at);
        var isIcmp = method == DealiasProbeMethod.IcmpEcho;
        return new DealiasDefinition
        {
            Id = v.U32(3),
            Method = method,
            Ttl = v.U8(5),
            Tos = v.U8(6),
            // Older writers have the checksum of ICMP in 7.
            SourcePort = isIcmp ? v.U16(9) : (ushort)(v.U32(7) >> 16),
            DestinationPort = isIcmp && !v.Has(7) ? v.U16(14) : (ushort)v.U32(7),
            TcpFlags = v.U8(8),
            Destination = v.Address(10),
            Source = v.Address(11),
            Size = v.U16(12),
            PseudoMtu = v.U16(13),
        };
    }

    private DealiasProbe Probe(ref WartsFields fields, int definitionCount)
    {
        var at = fields.Offset;
        var v = _probe.Read(fields.Block());
        var definition = v.U32(1);
        if (definition >= definitionCount)
            throw Faults.NotDefined($"kind of probe {definition}", at);
        // Every writer says when; and so a count cannot make many objects of few bytes.
        if (!v.Has(2))
            throw Faults.DoesNotFit("a probe that was never sent", at);
        var probe = new DealiasProbe { Definition = (int)definition, Sent = v.Time(2), IpId = v.U16(4), Sequence = v.U32(5) };
        var count = v.U16(3);
        if (count == 0)
            return probe;
        var replies = new List<DealiasReply>();
        for (var i = 0; i < count; i++)
            replies.Add(Reply(ref fields));
        return probe with { Replies = replies };
    }

    private DealiasReply Reply(ref WartsFields fields)
    {
        var at = fields.Offset;
        var v = _reply.Read(fields.Block());
        if (!v.Has(10))
            throw Faults.DoesNotFit("a reply without an address", at);
        var isIPv6 = v.Address(10).Kind == AddressKind.IPv6;
        return new DealiasReply
        {
            Received = v.Time(2),
            IpId = !isIPv6 ? v.U16(3) : (v.U8(12) & 1) != 0 ? v.U32(11) : null,
            Ttl = v.U8(4),
            IcmpType = (byte)(v.U16(5) >> 8),
            IcmpCode = (byte)v.U16(5),
            QuotedTtl = v.U8(6),
            Extensions = v.Has(7) ? WartsHop.Extensions(v.Bytes(7), v.Offset(7) + 2) : [],
            Protocol = v.Has(8) ? v.U8(8) : (byte)(isIPv6 ? 58 : 1),
            TcpFlags = v.U8(9),
            Address = v.Address(10),
        };
    }
}
