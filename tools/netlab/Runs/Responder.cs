using Netlab.Attachments;
using Netlab.Model;
using Netlab.Net;
using Netlab.Wire;

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
        byte[] echo = [8, 0, 0xf7, 0xff, 0, 0, 0, 0];
        for (byte ttl = 1; ttl <= lab.Routers.Count + 1; ttl++)
            responder.Handle(Ipv4Packet.Build(lab.Vp, lab.Routers[^1].Left, Ipv4Packet.Icmp, ttl, 0, echo));
    }

    /// <summary>Takes a packet that has just arrived.</summary>
    public void Handle(ReadOnlySpan<byte> packet)
    {
        var arrivalNs = clock.NowNs;
        var reply = _network.Handle(packet, arrivalNs);
        if (reply is { DelayNs: 0 } now)
        {
            // Records are written after the reply has left.
            var departureNs = clock.NowNs;
            port.Send(now.Packet);
            RecordReply(RecordProbe(arrivalNs, packet), departureNs, now.Packet);
            return;
        }
        var exchange = RecordProbe(arrivalNs, packet);
        if (reply is { } later)
            _delays.Add(arrivalNs + later.DelayNs, () => SendLater(exchange, later.Packet));
    }

    /// <inheritdoc />
    public void Dispose() => _delays.Dispose();

    private void SendLater(Exchange exchange, byte[] packet)
    {
        var departureNs = clock.NowNs;
        port.Send(packet);
        RecordReply(exchange, departureNs, packet);
    }

    private Exchange RecordProbe(long ns, ReadOnlySpan<byte> packet)
    {
        var exchange = new Exchange(ns, packet.ToArray());
        lock (_record)
        {
            _exchanges.Add(exchange);
            pcap?.Write(clock.ToWallNs(ns), packet);
            // A reader may look at the file while the run goes on.
            pcap?.Flush();
        }
        return exchange;
    }

    private void RecordReply(Exchange exchange, long ns, byte[] packet)
    {
        lock (_record)
        {
            (exchange.ReplyNs, exchange.Reply) = (ns, packet);
            pcap?.Write(clock.ToWallNs(ns), packet);
            pcap?.Flush();
        }
    }
}
