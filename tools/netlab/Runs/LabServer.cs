using Netlab.Attachments;
using Netlab.Model;
using Netlab.Net;
using Netlab.Wire;

namespace Netlab.Runs;

/// <summary>Runs a lab on a wire: a thread receives, asks the network, and replies at the right time. Keeps a record of everything.</summary>
internal sealed class LabServer : IDisposable
{
    private const int BufferLength = 65536;
    private readonly IPacketPort _port;
    private readonly VirtualNetwork _network;
    private readonly PcapWriter? _pcap;
    private readonly DelayQueue _delays;
    private readonly Thread _thread;
    private readonly Lock _record = new();
    private readonly List<Exchange> _exchanges = [];
    private volatile bool _stopping;

    /// <summary>Starts to serve; owns the port and the pcap writer.</summary>
    public LabServer(Lab lab, IPacketPort port, PcapWriter? pcap, RunClock clock)
    {
        (_port, _pcap, Clock) = (port, pcap, clock);
        WarmUp(lab);
        _network = new VirtualNetwork(lab);
        _delays = new DelayQueue(clock);
        _thread = new Thread(Work) { IsBackground = true, Name = "netlab wire", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>The clock of all time stamps.</summary>
    public RunClock Clock { get; }

    /// <summary>Everything that came from the measuring host so far, with the replies so far.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_record)
                return [.. _exchanges];
        }
    }

    /// <summary>Waits until the measuring host is gone.</summary>
    public void WaitForEnd(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !_thread.Join(100))
        {
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _delays.Dispose();
        _port.Dispose();
        _pcap?.Dispose();
    }

    /// <summary>The first packet of a run must not pay for compilation.</summary>
    private static void WarmUp(Lab lab)
    {
        var network = new VirtualNetwork(lab);
        using var pcap = new PcapWriter(new MemoryStream());
        byte[] echo = [8, 0, 0xf7, 0xff, 0, 0, 0, 0];
        for (byte ttl = 1; ttl <= lab.Routers.Count + 1; ttl++)
        {
            var packet = Ipv4Packet.Build(lab.Vp, lab.Routers[^1].Left, Ipv4Packet.Icmp, ttl, 0, echo);
            pcap.Write(0, network.Handle(packet, 0)?.Packet);
        }
    }

    private void Work()
    {
        var buffer = new byte[BufferLength];
        while (!_stopping)
        {
            var length = _port.Receive(buffer);
            if (length < 0)
                return;
            if (length > 0)
                Handle(buffer.AsSpan(0, length));
        }
    }

    private void Handle(ReadOnlySpan<byte> packet)
    {
        var arrivalNs = Clock.NowNs;
        var reply = _network.Handle(packet, arrivalNs);
        if (reply is { DelayNs: 0 } now)
        {
            var departureNs = Clock.NowNs;
            _port.Send(now.Packet);
            RecordReply(RecordProbe(arrivalNs, packet), departureNs, now.Packet);
            return;
        }
        var exchange = RecordProbe(arrivalNs, packet);
        if (reply is { } later)
            _delays.Add(arrivalNs + later.DelayNs, () => SendLater(exchange, later.Packet));
    }

    private void SendLater(Exchange exchange, byte[] packet)
    {
        var departureNs = Clock.NowNs;
        _port.Send(packet);
        RecordReply(exchange, departureNs, packet);
    }

    private Exchange RecordProbe(long ns, ReadOnlySpan<byte> packet)
    {
        var exchange = new Exchange(ns, packet.ToArray());
        lock (_record)
        {
            _exchanges.Add(exchange);
            _pcap?.Write(Clock.ToWallNs(ns), packet);
        }
        return exchange;
    }

    private void RecordReply(Exchange exchange, long ns, byte[] packet)
    {
        lock (_record)
        {
            (exchange.ReplyNs, exchange.Reply) = (ns, packet);
            _pcap?.Write(Clock.ToWallNs(ns), packet);
            // A reader may look at the file while the run goes on.
            _pcap?.Flush();
        }
    }
}
