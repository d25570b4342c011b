using System.Buffers.Binary;
using System.Net.Sockets;

namespace Guests.Tests;

/// <summary>The other end of a guest's network card: a UNIX socket that QEMU connects to, with a 4-byte big-endian length before each frame.</summary>
internal sealed class EthernetPeer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("peer-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private NetworkStream? _stream;

    public EthernetPeer()
    {
        SocketPath = Path.Combine(_folder.FullName, "net");
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
    }

    /// <summary>Path for QEMU.</summary>
    public string SocketPath { get; }

    /// <summary>Waits for QEMU.</summary>
    public async Task AcceptAsync(CancellationToken cancellation) =>
        _stream = new NetworkStream(await _listener.AcceptAsync(cancellation), ownsSocket: true);

    /// <summary>Sends a frame to the guest.</summary>
    public async Task SendAsync(byte[] frame, CancellationToken cancellation)
    {
        var message = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, frame.Length);
        frame.CopyTo(message, 4);
        await _stream!.WriteAsync(message, cancellation);
    }

    /// <summary>Waits for a frame of the guest.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken cancellation)
    {
        var length = new byte[4];
        await _stream!.ReadExactlyAsync(length, cancellation);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await _stream.ReadExactlyAsync(frame, cancellation);
        return frame;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }
}
