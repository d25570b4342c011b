using Netlab.Attachments;
using Netlab.Model;
using Netlab.Net;
using Netlab.Wire;
using Unikraft.Measurements;
using PcapWriter = Unikraft.Measurements.Pcap.PcapWriter;

namespace Netlab.Runs;

/// <summary>Answers the packets of a wire at the right time and keeps a record of everything.</summary>
internal sealed class Responder(Lab lab, IPacketPort port, PcapWriter? pcap, RunClock clock) : IDisposable
{
    private readonly VirtualNetwork _network = new(lab);
    private readonly DelayQueue _delays = new(clock);
    private readonly Lock _record = new();
    private readonly List<Exchange> _exchanges = [];

    /// <summary>Everything that came so far, with the replies so far.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_record)
                return [.. _exchanges];
        }
    }

    /// <summary>Runs the code once on a wire to nowhere: the first packet of a real run must not pay for compilation.</summary>
    public static void WarmUp(Lab lab)
    {
        using var port = new NullPort();
        using var pcap = new PcapWriter(new MemoryStream());
        using var responder = new Responder(lab, port, pcap, new RunClock());
        byte[] echo = lab.Vp.IsIpv6 ? [128, 0, 0, 0, 0, 0, 0, 0] : [8, 0, 0xf7, 0xff, 0, 0, 0, 0];
        for (byte ttl = 1; ttl <= lab.Routers.Count + 1; ttl++)
            responder.Handle(IpPacket.BuildIcmp(lab.Vp, lab.Routers[^1].Left, ttl, 0, echo));
    }

    /// <summary>Takes a packet that has just arrived.</summary>
    public void Handle(ReadOnlySpan<byte> packet)
    {
        var arrivalNs = clock.NowNs;
        var replies = _network.HandleAll(packet, arrivalNs);
        // The lock makes sending and recording one: who got the last reply and ends finds a record that has it.
        lock (_record)
        {
            var departures = new List<(long Ns, TimedReply Reply)>();
            // A forged reply comes before the one it is made from.
            foreach (var reply in replies.Where(reply => reply.DelayNs == 0).OrderByDescending(reply => reply.IsForged))
            {
                departures.Add((clock.NowNs, reply));
                port.Send(reply.Packet);
            }
            // Records are written after the replies have left.
            var exchange = RecordProbe(arrivalNs, packet);
            foreach (var (ns, reply) in departures)
                RecordReply(exchange, ns, reply);
            foreach (var reply in replies.Where(reply => reply.DelayNs != 0).OrderByDescending(reply => reply.IsForged))
                _delays.Add(arrivalNs + reply.DelayNs, () => SendLater(exchange, reply));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _delays.Dispose();

    private void SendLater(Exchange exchange, TimedReply reply)
    {
        lock (_record)
        {
            var departureNs = clock.NowNs;
            port.Send(reply.Packet);
            RecordReply(exchange, departureNs, reply);
        }
    }

    private Exchange RecordProbe(long ns, ReadOnlySpan<byte> packet)
    {
        var exchange = new Exchange(ns, packet.ToArray());
        _exchanges.Add(exchange);
        pcap?.Write(new UnixTime(clock.ToWallNs(ns)), exchange.Probe);
        // A reader may look at the file while the run goes on.
        pcap?.Flush();
        return exchange;
    }

    private void RecordReply(Exchange exchange, long ns, TimedReply reply)
    {
        if (!reply.IsForged && exchange.Reply is null)
            (exchange.ReplyNs, exchange.Reply) = (ns, reply.Packet);
        pcap?.Write(new UnixTime(clock.ToWallNs(ns)), reply.Packet);
        pcap?.Flush();
    }
}
