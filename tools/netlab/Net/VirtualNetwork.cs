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
    private readonly Dictionary<NetAddress, int> _owners = [];
    private readonly ReplyBudget?[] _budgets;
    private readonly IpIdSource[] _ids;
    private readonly Random _random;
    private readonly LinkCrossing _links;
    private readonly Balancer _balancer;

    /// <summary>Packets that are still to be followed: copies and forged replies.</summary>
    private readonly Queue<Transit> _more = [];

    /// <summary>Builds the network of a lab.</summary>
    public VirtualNetwork(Lab lab)
    {
        _lab = lab;
        _labels = new LabelTable(lab);
        _random = new Random(lab.Seed);
        _links = new LinkCrossing(lab, _random);
        _balancer = new Balancer(lab, _random);
        _ids = [.. lab.Routers.Select(router => new IpIdSource(router.IpIds, _random))];
        _budgets = [.. lab.Routers.Select(router => router.RepliesPerSecond is { } limit ? new ReplyBudget(limit) : null)];
        _owners[lab.Vp] = -1;
        for (var i = 0; i < lab.Routers.Count; i++)
        {
            foreach (var address in lab.Routers[i].Addresses)
                _owners[address] = i;
        }
    }

    /// <summary>Lets a packet of the measuring host into the network.</summary>
    /// <param name="packet">An IP packet, perhaps with padding behind it.</param>
    /// <param name="nowNs">Time of its arrival in nanoseconds, on any clock that does not go back.</param>
    /// <returns>What comes back first from a router, or null.</returns>
    public TimedReply? Handle(ReadOnlySpan<byte> packet, long nowNs)
    {
        foreach (var reply in HandleAll(packet, nowNs).OrderBy(reply => reply.DelayNs))
        {
            if (!reply.IsForged)
                return reply;
        }
        return null;
    }

    /// <summary>Everything that comes back: copies and forged replies too. Of equal delays the first comes first.</summary>
    /// <inheritdoc cref="Handle" />
    public IReadOnlyList<TimedReply> HandleAll(ReadOnlySpan<byte> packet, long nowNs)
    {
        if (!IpPacket.IsValid(packet))
            return [];
        var probe = new Transit(packet[..IpPacket.TotalLengthAt(packet)].ToArray(), position: -1, next: 0, delayNs: 0);
        // A packet with a foreign source would be answered to somebody else.
        if (probe.Ip.Source != _lab.Vp || probe.Ip.Destination == _lab.Vp)
            return [];

        var replies = new List<TimedReply>();
        _more.Enqueue(probe);
        while (_more.TryDequeue(out var next))
        {
            // The packet, then its reply: whatever a router makes of what it received travels on.
            for (var transit = next; transit is not null && transit.Next < _lab.Routers.Count && _links.Cross(transit, _more); transit = Arrive(transit, nowNs))
            {
                if (transit.Position != -1)
                    continue;
                // A probe that was sent back is nothing for its sender.
                if (transit.Ip.Source != _lab.Vp)
                    replies.Add(new TimedReply(transit.DelayNs, transit.Bytes, transit.IsForged));
                break;
            }
        }
        return replies;
    }

    private Transit? Arrive(Transit transit, long nowNs) =>
        transit.Path is not { } path ? RouteIp(transit, shown: [], keepTtl1: false, nowNs)
        : path.Lsp.Variant == LspVariant.Linux ? SwitchLabelAsLinux(transit, path, nowNs)
        : SwitchLabel(transit, path, nowNs);

    /// <summary>Rule 2 (label switching router) and rule 3 (ultimate hop popping egress).</summary>
    private Transit? SwitchLabel(Transit transit, LabelPath path, long nowNs)
    {
        var received = transit.Stack();
        if (transit.Position == path.End)
        {
            transit.Pop(keepSmallerTtl: path.Lsp.TtlPropagate);
            var shown = path.Lsp.Variant == LspVariant.Opaque ? received : [];
            return RouteIp(transit, shown, keepTtl1: path.Lsp.Variant == LspVariant.Dup, nowNs);
        }
        if (--transit.LabelTtl <= 0)
            return Expire(transit, received, path, nowNs);
        transit.Next = transit.Position + path.Step;
        if (path.PopsAt(transit.Position))
            transit.Pop(keepSmallerTtl: true);
        return transit;
    }

    /// <summary>Rules 2 and 3 in the variant <c>linux</c>: an expired label is dropped in silence, and who pops also counts.</summary>
    private Transit? SwitchLabelAsLinux(Transit transit, LabelPath path, long nowNs)
    {
        if (--transit.LabelTtl <= 0)
            return null;
        transit.Next = transit.Position + path.Step;
        if (transit.Position != path.End && !path.PopsAt(transit.Position))
            return transit;
        transit.PopAsLinux(path.Lsp.TtlPropagate);
        return transit.Position == path.End ? RouteIp(transit, shown: [], keepTtl1: false, nowNs) : transit;
    }

    /// <summary>Rule 1: deliver, or count the TTL down and forward.</summary>
    private Transit? RouteIp(Transit transit, IReadOnlyList<LabelStackEntry> shown, bool keepTtl1, long nowNs)
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
        if (_lab.Routers[transit.Position].Faults.SendsBack.Contains(ip.Destination))
        {
            transit.Next = transit.Position - 1;
            return transit;
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
        if (router.Faults.TeForOwn)
            return Expire(transit, stack: [], path: null, nowNs);
        if (ip.IsIcmp && ip.Payload.Length >= IcmpMessage.HeaderLength && IcmpMessage.IsEchoRequest(ip.Payload))
        {
            if (!router.AnswersEcho || !ip.HasRightIcmpChecksum)
                return null;
            foreach (var other in router.Faults.EchoAlsoFrom)
                _more.Enqueue(Leave(transit, other, router.ErTtl, IcmpMessage.ReplyTo(ip.Payload), path: null, isForged: true));
            return Reply(transit, ip.Destination, router.ErTtl, IcmpMessage.ReplyTo(ip.Payload), path: null, nowNs);
        }
        if (ip.Protocol == IpPacket.Udp)
        {
            var message = IcmpMessage.Error(IcmpError.PortUnreachable, Quoted(transit, router), stack: [], router.Faults.QuotedBytes);
            return Reply(transit, router.PuFromLeft ? router.Left : ip.Destination, router.TeTtl, message, path: null, nowNs);
        }
        return null;
    }

    /// <summary>Time exceeded, in an IP header (no path) or in a label stack entry.</summary>
    private Transit? Expire(Transit transit, IReadOnlyList<LabelStackEntry> stack, LabelPath? path, long nowNs)
    {
        var ip = transit.Ip;
        var router = _lab.Routers[transit.Position];
        // RFC 1122 section 3.2.2: no error about an ICMP error or reply, nor about a later fragment. That covers every reply of ours.
        var isReply = ip.IsIcmp && (ip.Payload.Length == 0 || !IcmpMessage.IsEchoRequest(ip.Payload));
        if (!router.SendsTe || isReply || ip.IsLaterFragment)
            return null;
        var shown = router.Rfc4950 ? stack : [];
        var message = IcmpMessage.Error(IcmpError.TimeExceeded, Quoted(transit, router), shown, router.Faults.QuotedBytes);
        if (shown.Count > 0)
            message = Damage.Extension(message, router.Faults.Extension, _random);
        return Reply(transit, router.Faults.TeFrom ?? _balancer.LeftAt(transit.Position, ip), router.TeTtl, message, path, nowNs);
    }

    /// <summary>The offending packet as it was received, which is how it still is.</summary>
    private static byte[] Quoted(Transit transit, RouterSpec router)
    {
        if (!router.QuotedTtlAlways1)
            return transit.Bytes;
        var quoted = (byte[])transit.Bytes.Clone();
        _ = new IpPacket(quoted) { Ttl = 1 };
        return quoted;
    }

    /// <summary>Rule 4: sends a reply off; <paramref name="path"/> is the one on which the probe's label expired.</summary>
    private Transit? Reply(Transit probe, NetAddress source, int ttl, byte[] message, LabelPath? path, long nowNs)
    {
        var position = probe.Position;
        var router = _lab.Routers[position];
        if (_random.Hits(router.LossPercent) || _budgets[position]?.TryTake(nowNs + probe.DelayNs) == false)
            return null;
        if (Damage.Forge(message, router.Faults.Spoofed) is { } forged)
            _more.Enqueue(Leave(probe, Damage.Forger(source.IsIpv6), ttl, forged, path, isForged: true));
        return Leave(probe, source, ttl, message, path, isForged: false);
    }

    private Transit Leave(Transit probe, NetAddress source, int ttl, byte[] message, LabelPath? path, bool isForged)
    {
        var position = probe.Position;
        var faults = _lab.Routers[position].Faults;
        var bytes = IpPacket.BuildIcmp(source, _lab.Vp, (byte)ttl, _ids[position].Next(source, probe.Ip.Id), message);
        var leavesNs = probe.DelayNs + (_random.Hits(faults.LatePercent) ? faults.LateNs : 0);
        Transit To(int next) => new(bytes, position, next, leavesNs) { IsCopy = probe.IsCopy, IsForged = isForged };
        if (path is not null)
        {
            // To the end of the LSP first, with a fresh label TTL; the end sends it back as transit traffic.
            var carried = To(position + path.Step);
            if (!path.PopsAt(position))
                carried.Push(path, 255);
            return carried;
        }
        var reply = To(position - 1);
        if (_labels.ForOwn(position, _lab.Vp, target: -1) is { } back)
            reply.Push(back, back.Lsp.TtlPropagate ? ttl : 255);
        return reply;
    }
}
