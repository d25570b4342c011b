using System.Runtime.InteropServices;
using System.Text;

namespace Netlab.Attachments;

/// <summary>A TUN device of Linux: the kernel's side of the wire is a network interface of this network namespace.</summary>
internal sealed class TunPort : IPacketPort
{
    // linux/if_tun.h, as described in the kernel's documentation of TUN/TAP: TUNSETIFF, IFF_TUN, IFF_NO_PI, struct ifreq.
    private const uint SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x0001 | 0x1000;
    private const int RequestLength = 40;
    private const int NameLength = 16;
    private const int PollMs = 100;

    private readonly int _fd;

    private TunPort(int fd, string name) => (_fd, Name) = (fd, name);

    /// <summary>Name of the interface.</summary>
    public string Name { get; }

    /// <summary>Creates or joins a TUN interface.</summary>
    /// <exception cref="NetlabException">UK4010 when the system refuses.</exception>
    public static unsafe TunPort Open(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or >= NameLength || name.Contains('/', StringComparison.Ordinal))
            throw new NetlabException("UK4010", $"'{name}' is not a name for a network interface. Use 1 to {NameLength - 1} letters and digits.");
        var fd = Native.Open("/dev/net/tun", Native.O_RDWR | Native.O_NONBLOCK | Native.O_CLOEXEC);
        if (fd < 0)
            throw Refused("/dev/net/tun cannot be opened");
        var request = stackalloc byte[RequestLength];
        new Span<byte>(request, RequestLength).Clear();
        Encoding.UTF8.GetBytes(name, new Span<byte>(request, NameLength));
        *(short*)(request + NameLength) = TunWithoutHeader;
        if (Native.Ioctl(fd, SetInterface, request) < 0)
        {
            var error = Refused($"the TUN device '{name}' cannot be made");
            _ = Native.Close(fd);
            throw error;
        }
        var port = new TunPort(fd, Marshal.PtrToStringUTF8((nint)request) ?? name);
        // The first call of each kind costs a compilation; nothing is there to be read or written yet.
        port.Poll(0);
        port.Read([]);
        port.Send([]);
        return port;
    }

    /// <inheritdoc />
    public int Receive(Span<byte> buffer) => Poll(PollMs) ? Math.Max(0, Read(buffer)) : 0;

    /// <inheritdoc />
    public unsafe void Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
            _ = Native.Write(_fd, start, (nuint)packet.Length);
    }

    /// <inheritdoc />
    public void Dispose() => _ = Native.Close(_fd);

    private bool Poll(int timeoutMs)
    {
        var poll = new Native.PollFd { Fd = _fd, Events = Native.POLLIN };
        return Native.Poll(ref poll, 1, timeoutMs) > 0;
    }

    private unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            return (int)Native.Read(_fd, start, (nuint)buffer.Length);
    }

    private static NetlabException Refused(string what) => new(
        "UK4010",
        $"{what} ({Marshal.GetLastPInvokeErrorMessage()}). Run as root inside a network namespace, or use --exec, which makes one.");
}
