using Netlab.Model;
using Netlab.Wire;

namespace Netlab.Net;

/// <summary>
/// The routers of a lab as a function without I/O: a packet of the measuring host and the time go in, the reply and its delay come out.
/// The rules are those of docs/netlab.md, "What a router does"; their numbers stand at the methods.
/// </summary>
internal sealed class VirtualNetwork
{
    private readonly Lab _lab;
    private readonly LabelTable _labels;
    private readonly Dictionary<Ipv4Address, int> _owners = [];
    private readonly ReplyBudget?[] _budgets;
    private readonly ushort[] _ids;
    private readonly Random _random;

    /// <summary>Builds the network of a lab.</summary>
    public VirtualNetwork(Lab lab)
    {
        _lab = lab;
        _labels = new LabelTable(lab);
        _random = new Random(lab.Seed);
        _ids = new ushort[lab.Routers.Count];
        _budgets = [.. lab.Routers.Select(router => router.RepliesPerSecond is { } limit ? new ReplyBudget(limit) : null)];
        _owners[lab.Vp] = -1;
        for (var i = 0; i < lab.Routers.Count; i++)
        {
            foreach (var address in lab.Routers[i].Addresses)
                _owners[address] = i;
        }
    }

    /// <summary>Lets a packet of the measuring host into the network.</summary>
    /// <param name="packet">An IPv4 packet, perhaps with padding behind it.</param>
    /// <param name="nowNs">Time of its arrival in nanoseconds, on any clock that does not go back.</param>
    /// <returns>What comes back, or null.</returns>
    public TimedReply? Handle(ReadOnlySpan<byte> packet, long nowNs)
    {
        if (!Ipv4Packet.IsValid(packet))
            return null;
        var probe = new Transit(packet[..(packet[2] << 8 | packet[3])].ToArray(), position: -1, next: 0, delayNs: 0);
        // A packet with a foreign source would be answered to somebody else.
        if (probe.Ip.Source != _lab.Vp || probe.Ip.Destination == _lab.Vp)
            return null;

        // The packet, then its reply: whatever a router makes of what it received travels on.
        for (Transit? transit = probe; transit is not null; transit = Arrive(transit, nowNs))
        {
            if (transit.Next >= _lab.Routers.Count || !Cross(transit))
                return null;
            if (transit.Position == -1)
                return new TimedReply(transit.DelayNs, transit.Bytes);
        }
        return null;
    }

    /// <summary>Crosses the link to the next router; false when the packet is lost on it.</summary>
    private bool Cross(Transit transit)
    {
        var link = _lab.Links[Math.Max(transit.Position, transit.Next)];
        transit.Cross(link);
        return !IsUnlucky(link.LossPercent);
    }

    private Transit? Arrive(Transit transit, long nowNs) =>
        transit.Path is { } path ? SwitchLabel(transit, path, nowNs) : RouteIp(transit, shown: null, keepTtl1: false, nowNs);

    /// <summary>Rule 2 (label switching router) and rule 3 (ultimate hop popping egress).</summary>
    private Transit? SwitchLabel(Transit transit, LabelPath path, long nowNs)
    {
        var received = new LabelStackEntry(LabelPath.LabelFor(transit.Position), (byte)transit.LabelTtl);
        if (transit.Position == path.End)
        {
            transit.Pop(keepSmallerTtl: path.Lsp.TtlPropagate);
            var shown = path.Lsp.Variant == LspVariant.Opaque ? received : (LabelStackEntry?)null;
            return RouteIp(transit, shown, keepTtl1: path.Lsp.Variant == LspVariant.Dup, nowNs);
        }
        if (--transit.LabelTtl <= 0)
            return Expire(transit, received, path, nowNs);
        transit.Next = transit.Position + path.Step;
        if (path.PopsAt(transit.Position))
            transit.Pop(keepSmallerTtl: true);
        return transit;
    }

    /// <summary>Rule 1: deliver, or count the TTL down and forward.</summary>
    private Transit? RouteIp(Transit transit, LabelStackEntry? shown, bool keepTtl1, long nowNs)
    {
        var ip = transit.Ip;
        var target = _owners.GetValueOrDefault(ip.Destination, _lab.Routers.Count);
        if (target == transit.Position)
            return Deliver(transit, nowNs);
        if (!(keepTtl1 && ip.Ttl == 1))
        {
            if (ip.Ttl <= 1)
                return Expire(transit, shown, path: null, nowNs);
            ip.Ttl--;
        }
        transit.Next = transit.Position + (target > transit.Position ? 1 : -1);
        if (_labels.ForTransit(transit.Position, ip.Destination, target) is { } path)
            transit.Push(path, path.Lsp.TtlPropagate ? ip.Ttl : 255);
        return transit;
    }

    /// <summary>Rule 5: an echo request or UDP datagram to an own address.</summary>
    private Transit? Deliver(Transit transit, long nowNs)
    {
        var ip = transit.Ip;
        var router = _lab.Routers[transit.Position];
        if (ip.IsFragment)
            return null;
        if (ip.Protocol == Ipv4Packet.Icmp && ip.Payload.Length >= 8 && ip.Payload[0] == IcmpMessage.EchoRequest)
        {
            if (!router.AnswersEcho || InternetChecksum.Compute(ip.Payload) != 0)
                return null;
            return Reply(transit, ip.Destination, router.ErTtl, IcmpMessage.ReplyTo(ip.Payload), path: null, nowNs);
        }
        if (ip.Protocol == Ipv4Packet.Udp)
        {
            var message = IcmpMessage.Error(IcmpMessage.Unreachable, IcmpMessage.PortUnreachableCode, Quoted(transit, router), stack: null);
            return Reply(transit, router.PuFromLeft ? router.Left : ip.Destination, router.TeTtl, message, path: null, nowNs);
        }
        return null;
    }

    /// <summary>Time exceeded, in an IP header (no path) or in a label stack entry.</summary>
    private Transit? Expire(Transit transit, LabelStackEntry? stack, LabelPath? path, long nowNs)
    {
        var ip = transit.Ip;
        var router = _lab.Routers[transit.Position];
        // RFC 1122 section 3.2.2: no error about an ICMP error or reply, nor about a later fragment. That covers every reply of ours.
        var isReply = ip.Protocol == Ipv4Packet.Icmp && (ip.Payload.Length == 0 || ip.Payload[0] != IcmpMessage.EchoRequest);
        if (!router.SendsTe || isReply || ip.IsLaterFragment)
            return null;
        var message = IcmpMessage.Error(IcmpMessage.TimeExceeded, 0, Quoted(transit, router), router.Rfc4950 ? stack : null);
        return Reply(transit, router.Left, router.TeTtl, message, path, nowNs);
    }

    /// <summary>The offending packet as it was received, which is how it still is.</summary>
    private static byte[] Quoted(Transit transit, RouterSpec router)
    {
        if (!router.QuotedTtlAlways1)
            return transit.Bytes;
        var quoted = (byte[])transit.Bytes.Clone();
        _ = new Ipv4Packet(quoted) { Ttl = 1 };
        return quoted;
    }

    /// <summary>Rule 4: sends a reply off; <paramref name="path"/> is the one on which the probe's label expired.</summary>
    private Transit? Reply(Transit probe, Ipv4Address source, int ttl, byte[] message, LabelPath? path, long nowNs)
    {
        var position = probe.Position;
        if (IsUnlucky(_lab.Routers[position].LossPercent) || _budgets[position]?.TryTake(nowNs + probe.DelayNs) == false)
            return null;
        var bytes = Ipv4Packet.Build(source, _lab.Vp, Ipv4Packet.Icmp, (byte)ttl, _ids[position]++, message);
        if (path is not null)
        {
            // To the end of the LSP first, with a fresh label TTL; the end sends it back as transit traffic.
            var carried = new Transit(bytes, position, position + path.Step, probe.DelayNs);
            if (!path.PopsAt(position))
                carried.Push(path, 255);
            return carried;
        }
        var reply = new Transit(bytes, position, position - 1, probe.DelayNs);
        if (_labels.ForOwn(position, _lab.Vp, target: -1) is { } back)
            reply.Push(back, back.Lsp.TtlPropagate ? ttl : 255);
        return reply;
    }

    private bool IsUnlucky(double percent) => percent > 0 && _random.NextDouble() * 100 < percent;
}
