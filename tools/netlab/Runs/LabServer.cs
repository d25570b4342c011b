using Netlab.Attachments;
using Netlab.Model;
using Unikraft.Measurements.Pcap;

namespace Netlab.Runs;

/// <summary>Runs a lab on a wire, in a thread of its own.</summary>
internal sealed class LabServer : IDisposable
{
    private const int BufferLength = 65536;
    private readonly IPacketPort _port;
    private readonly PcapWriter? _pcap;
    private readonly Responder _responder;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts to serve; owns the port and the pcap writer.</summary>
    public LabServer(Lab lab, IPacketPort port, PcapWriter? pcap, RunClock clock)
    {
        (_port, _pcap, Clock) = (port, pcap, clock);
        Responder.WarmUp(lab);
        _responder = new Responder(lab, port, pcap, clock);
        _thread = new Thread(Work) { IsBackground = true, Name = "netlab wire", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>The clock of all time stamps.</summary>
    public RunClock Clock { get; }

    /// <summary>Everything that came from the measuring host so far, with the replies so far.</summary>
    public IReadOnlyList<Exchange> Exchanges => _responder.Exchanges;

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
        _responder.Dispose();
        _port.Dispose();
        _pcap?.Dispose();
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
                _responder.Handle(buffer.AsSpan(0, length));
        }
    }
}
