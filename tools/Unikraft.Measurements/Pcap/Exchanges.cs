using System.Buffers.Binary;

namespace Unikraft.Measurements.Pcap;

/// <summary>Finds in a capture the probe that a reply answers: an echo reply by address, id and sequence number, an error by the packet it quotes.</summary>
public static class Exchanges
{
    // Replies later than this many probes are not found; it bounds memory.
    private const int InFlight = 1 << 16;

    /// <summary>Matches the packets of a capture, in the order of the replies. What is no probe and answers none is left out.</summary>
    public static IEnumerable<Exchange> Match(IEnumerable<Record> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Run(records);
    }

    private static IEnumerable<Exchange> Run(IEnumerable<Record> records)
    {
        var open = new Dictionary<Key, (IpPacket Probe, UnixTime Time)>();
        var order = new Queue<Key>();
        foreach (var record in records.OfType<PacketRecord>())
        {
            if (record.Ip is not { } packet)
                continue;
            if (Answered(packet) is { } key && open.Remove(key, out var probe))
                yield return new Exchange(probe.Probe, probe.Time, packet, record.Time);
            else if (packet.IsProbe && OfProbe(packet) is { } own)
            {
                open[own] = (packet, record.Time);
                order.Enqueue(own);
                if (order.Count > InFlight)
                    open.Remove(order.Dequeue());
            }
        }
    }

    // Of UDP and TCP the ports may be those of other probes: their checksum or sequence number and the IP id tell them apart.
    private static Key? OfProbe(IpPacket probe)
    {
        var b = probe.Payload.Span;
        if (b.Length < 8)
            return null;
        var isEcho = probe.Protocol is 1 or 58;
        return new Key(probe.Source, probe.Destination, isEcho ? (ushort)0 : probe.Id, isEcho ? BinaryPrimitives.ReadUInt32BigEndian(b[4..]) : BinaryPrimitives.ReadUInt64BigEndian(b));
    }

    private static Key? Answered(IpPacket reply)
    {
        if (reply.Quoted is { } quoted)
            return OfProbe(quoted);
        var isEchoReply = reply.Protocol == 1 ? reply.IcmpType is 0 or 14 : reply.Protocol == 58 && reply.IcmpType == 129;
        return isEchoReply ? new Key(reply.Destination, reply.Source, 0, BinaryPrimitives.ReadUInt32BigEndian(reply.Payload.Span[4..])) : null;
    }

    private readonly record struct Key(Address Source, Address Destination, ushort Id, ulong Bits);
}
