using System.Buffers.Binary;
using System.Net.Sockets;
using Netlab.Model;
using Netlab.Wire;

namespace Netlab.Attachments;

/// <summary>
/// A UNIX socket on which a QEMU with <c>-netdev stream</c> delivers Ethernet frames, each after its length in four bytes, big-endian; either side listens.
/// This end plays the gateway: it answers ARP (RFC 826) and neighbour solicitations for every address but the guest's own.
/// </summary>
internal sealed class QemuPort : IPacketPort
{
    private const int LengthSize = 4;
    private const int EthernetHeader = 14;
    private const int LongestFrame = 65536;
    private const int PollMicroseconds = 100_000;
    private const ushort TypeIpv4 = 0x0800;
    private const ushort TypeArp = 0x0806;
    private const ushort TypeIpv6 = 0x86dd;
    private static readonly byte[] OwnMac = [0x02, 0, 0, 0, 0, 0xfe];

    private readonly NetAddress _guest;
    private readonly Socket? _listener;
    private readonly byte[] _received = new byte[2 * LongestFrame];
    private readonly byte[] _outgoing = new byte[LengthSize + LongestFrame];
    private readonly Lock _sending = new();
    private readonly byte[] _guestMac = new byte[6];
    private Socket? _wire;
    private int _start;
    private int _end;

    private QemuPort(NetAddress guest, Socket? listener, Socket? wire) => (_guest, _listener, _wire) = (guest, listener, wire);

    /// <summary>Listens on a socket path, which must not exist yet.</summary>
    /// <exception cref="NetlabException">UK4016 when that is not possible.</exception>
    public static QemuPort Listen(string path, NetAddress guest)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            WarmUp(guest);
            return new QemuPort(guest, listener, wire: null);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            listener.Dispose();
            throw new NetlabException("UK4016", $"the socket '{path}' cannot be made ({e.Message}). Name a new file, in less than 108 bytes, in a folder you may write.", inner: e);
        }
    }

    /// <summary>Connects to a QEMU that listens (<c>server=on</c>): one that stays while labs come and go.</summary>
    /// <exception cref="NetlabException">UK4017 when nobody listens there.</exception>
    public static QemuPort Connect(string path, NetAddress guest)
    {
        var wire = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            wire.Connect(new UnixDomainSocketEndPoint(path));
            return new QemuPort(guest, listener: null, wire);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            wire.Dispose();
            throw new NetlabException("UK4017", $"nobody listens on the socket '{path}' ({e.Message}). Start QEMU first, with -netdev stream,server=on.", inner: e);
        }
    }

    /// <inheritdoc />
    public int Receive(Span<byte> buffer)
    {
        if (_wire is null)
        {
            if (_listener!.Poll(PollMicroseconds, SelectMode.SelectRead))
                _wire = _listener.Accept();
            return 0;
        }
        while (true)
        {
            if (!TryTakeFrame(out var frame))
                return -1;
            if (frame.Length > 0)
            {
                if (Digest(frame.Span, buffer) is > 0 and var length)
                    return length;
                continue;
            }
            try
            {
                if (!_wire.Poll(PollMicroseconds, SelectMode.SelectRead))
                    return 0;
                var count = _wire.Receive(_received.AsSpan(_end));
                if (count == 0)
                    return -1;
                _end += count;
            }
            catch (SocketException)
            {
                return -1;
            }
        }
    }

    /// <inheritdoc />
    public void Send(ReadOnlySpan<byte> packet)
    {
        lock (_sending)
        {
            var frame = _outgoing.AsSpan(LengthSize);
            packet.CopyTo(frame[EthernetHeader..]);
            SendFrame(IpPacket.IsIpv6At(packet) ? TypeIpv6 : TypeIpv4, EthernetHeader + packet.Length);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _wire?.Dispose();
        _listener?.Dispose();
    }

    /// <summary>Sends a packet into a socket that refuses it: the first reply of a real run must not wait for the compiler.</summary>
    private static void WarmUp(NetAddress guest)
    {
        using IPacketPort nowhere = new QemuPort(guest, listener: null, new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        nowhere.Send(new byte[IpPacket.Ipv4HeaderLength]);
    }

    /// <summary>Takes the next whole frame out of what was received; empty when there is none. False: this is no QEMU.</summary>
    private bool TryTakeFrame(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        var available = _end - _start;
        if (available >= LengthSize)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(_received.AsSpan(_start));
            if (length > LongestFrame)
                return false;
            if (available >= LengthSize + (int)length)
            {
                frame = _received.AsMemory(_start + LengthSize, (int)length);
                _start += LengthSize + (int)length;
                return true;
            }
        }
        // Make room for the rest of the frame at the end of the buffer.
        _received.AsSpan(_start, available).CopyTo(_received);
        (_start, _end) = (0, available);
        return true;
    }

    /// <summary>Answers ARP and neighbour discovery; hands out the payload of all other IP frames.</summary>
    private int Digest(ReadOnlySpan<byte> frame, Span<byte> buffer)
    {
        if (frame.Length < EthernetHeader)
            return 0;
        frame.Slice(6, 6).CopyTo(_guestMac);
        var payload = frame[EthernetHeader..];
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case TypeIpv4:
                payload.CopyTo(buffer);
                return payload.Length;
            case TypeIpv6:
                if (NeighbourDiscovery.Answer(payload, _guest, OwnMac) is { } answer)
                {
                    Send(answer);
                    return 0;
                }
                payload.CopyTo(buffer);
                return payload.Length;
            case TypeArp:
                AnswerArp(payload);
                return 0;
            default:
                return 0;
        }
    }

    private void AnswerArp(ReadOnlySpan<byte> request)
    {
        const int Length = 28;
        ReadOnlySpan<byte> ethernetRequest = [0, 1, 8, 0, 6, 4, 0, 1];
        if (request.Length < Length || !request[..8].SequenceEqual(ethernetRequest)
            || NetAddress.Read(request[24..28]) == _guest)
            return;
        lock (_sending)
        {
            var reply = _outgoing.AsSpan(LengthSize + EthernetHeader, Length);
            request[..8].CopyTo(reply);
            reply[7] = 2;
            OwnMac.CopyTo(reply[8..]);
            request.Slice(24, 4).CopyTo(reply[14..]);
            request.Slice(8, 10).CopyTo(reply[18..]);
            SendFrame(TypeArp, EthernetHeader + Length);
        }
    }

    private void SendFrame(ushort type, int length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_outgoing, (uint)length);
        _guestMac.CopyTo(_outgoing.AsSpan(LengthSize));
        OwnMac.CopyTo(_outgoing.AsSpan(LengthSize + 6));
        BinaryPrimitives.WriteUInt16BigEndian(_outgoing.AsSpan(LengthSize + 12), type);
        try
        {
            for (var rest = _outgoing.AsSpan(0, LengthSize + length); !rest.IsEmpty;)
                rest = rest[_wire!.Send(rest)..];
        }
        catch (SocketException)
        {
            // The guest is gone; the receiving side notices.
        }
    }
}
