using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Ping objects (scamper.md section 7).</summary>
internal sealed class WartsPing(WartsDefinitions definitions)
{
    // 29 to 31, and 13, 14, 17 of replies, were found by experiment with Debian's tools.
    private readonly WartsValues _values = new(
    [
        U32, U32, U32, U32, Time, U8, U8, U16, Data, U16, U16, U8, U8, U16, U16, U8, U16, U16, U32, WartsField.Address, WartsField.Address, U8, U8,
        WartsField.Addresses, U16, U16, U8, U32, U32, U32, U32,
    ]);

    private readonly WartsValues _reply = new(
    [
        U32, U8, U8, U16, U16, U32, U16, U16, U16, U8, U8, WartsField.Address, WartsField.Addresses, Stamps, U32, Time, Times,
    ]);

    /// <summary>Reads an object.</summary>
    public PingRecord Read(WartsFields fields, long offset)
    {
        var v = _values.Read(fields.Block());
        return new PingRecord
        {
            Offset = offset,
            List = v.Has(1) ? definitions.List(v.U32(1), v.Offset(1)) : null,
            Cycle = v.Has(2) ? definitions.Cycle(v.U32(2), v.Offset(2)) : null,
            Start = v.Time(5),
            StopReason = (PingStopReason)v.U8(6),
            StopData = v.U8(7),
            Data = v.Bytes(9),
            ProbeCount = v.U16(10),
            ProbeSize = v.U16(11),
            WaitSeconds = v.U8(12),
            Ttl = v.U8(13),
            StopCount = v.U16(14),
            ProbesSent = v.U16(15),
            Method = (PingMethod)v.U8(16),
            SourcePort = v.U16(17),
            DestinationPort = v.U16(18),
            UserId = v.U32(19),
            Source = v.Address(20),
            Destination = v.Address(21),
            Flags = (PingFlags)(v.Has(30) ? v.U32(30) : v.U8(22)),
            Tos = v.U8(23),
            StampedRouters = v.Addresses(24),
            IcmpChecksum = v.U16(25),
            PseudoMtu = v.U16(26),
            TimeoutSeconds = v.U8(v.Has(27) ? 27 : 12),
            WaitMicroseconds = v.U32(28),
            TcpAcknowledgement = v.U32(29),
            TcpSequence = v.U32(31),
            Replies = Replies(ref fields),
        };
    }

    private List<PingReply> Replies(ref WartsFields fields)
    {
        var count = fields.U16();
        var replies = new List<PingReply>(Math.Min(count, fields.Left / 16));
        for (var i = 0; i < count; i++)
            replies.Add(Reply(_reply.Read(fields.Block())));
        return replies;
    }

    private static PingReply Reply(WartsValues v) => new()
    {
        Flags = (PingReplyFlags)v.U8(2),
        ReplyTtl = v.U8(3),
        ReplySize = v.U16(4),
        IcmpType = (byte)(v.U16(5) >> 8),
        IcmpCode = (byte)v.U16(5),
        RttMicroseconds = v.U32(6),
        Probe = v.U16(7),
        ReplyIpId = v.U16(8),
        ProbeIpId = v.U16(9),
        Protocol = v.Has(10) ? v.U8(10) : (byte)1,
        TcpFlags = v.U8(11),
        Address = v.Address(12),
        RecordRoute = v.Addresses(13),
        Stamps = v.Stamps(14).Values,
        StampRouters = v.Stamps(14).Routers,
        ReplyIpId32 = v.U32(15),
        Sent = v.Time(16),
        IcmpTimes = v.Numbers(17),
    };
}
