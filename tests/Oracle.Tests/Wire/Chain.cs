using Oracle.Tests.Topology;

namespace Oracle.Tests.Wire;

/// <summary>
/// The routers of a lab as arithmetic on TTLs: no packets. Written from the router rules of TNT's description (section 13 there,
/// docs/netlab.md "What a router does"); the numbers of the rules stand at the steps.
/// </summary>
internal sealed class Chain
{
    private const int FullTtl = 255;
    private readonly IReadOnlyList<RouterRow> _routers;
    private readonly List<LabelPath> _out = [];
    private readonly List<LabelPath> _back = [];
    private readonly Dictionary<uint, int> _owner = [];

    public Chain(TopologyFile file)
    {
        _routers = file.Routers;
        for (var i = 0; i < _routers.Count; i++)
        {
            foreach (var address in (string?[])[_routers[i].Left, _routers[i].Right, .. _routers[i].AlsoOwns])
            {
                if (address is not null)
                    _owner[Address.Parse(address)] = i;
            }
        }
        foreach (var lsp in file.Lsps)
        {
            var (near, far) = (Place(lsp.Ingress), Place(lsp.Egress));
            if (lsp.Directions.Contains("forward"))
                _out.Add(Make(lsp, near, far, 1));
            if (lsp.Directions.Contains("return"))
                _back.Add(Make(lsp, far, near, -1));
        }
    }

    /// <summary>Probes sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends a probe and tells what comes back.</summary>
    public Answer? Probe(uint destination, int ttl, bool udp)
    {
        Sent++;
        var target = _owner.GetValueOrDefault(destination, _routers.Count);
        LabelPath? path = null;
        var lse = 0;
        for (var i = 0; i < _routers.Count; i++)
        {
            Entry? shown = null;
            var keeps1 = false;
            if (path is not null && i != path.End)
            {
                // Rule 2.
                if (--lse == 0)
                    return Exceeded(i, ttl, new Entry(LabelAt(i), 1), Carried(i, path));
                if (path.IsPoppedAt(i))
                {
                    ttl = Math.Min(ttl, lse);
                    path = null;
                }
                continue;
            }
            if (path is not null)
            {
                // Rule 3.
                if (path.Propagate)
                    ttl = Math.Min(ttl, lse);
                keeps1 = path.Dup;
                shown = path.Opaque ? new Entry(LabelAt(i), lse) : null;
                path = null;
            }
            // Rule 1.
            if (target == i)
                return Delivered(i, destination, udp);
            if (!(keeps1 && ttl == 1) && --ttl == 0)
                return Exceeded(i, 1, shown, Home(i, _routers[i].Te));
            path = target < i ? null : Pushed(_out, i, i, destination, target);
            lse = path is { Propagate: true } ? ttl : FullTtl;
        }
        return null;
    }

    private static int LabelAt(int place) => 1000 + place;

    private static LabelPath Make(LspRow lsp, int start, int end, int step) => new(
        start, end, step, lsp.TtlPropagate, lsp.Pop == "UHP", lsp.Policy == "all prefixes", lsp.Variant == "dup", lsp.Variant == "opaque");

    private int Place(string name) => _routers.Select(router => router.Name).ToList().IndexOf(name);

    private Answer? Exceeded(int i, int quoted, Entry? shown, int? ttl)
    {
        var router = _routers[i];
        if (!router.SendsTe || ttl is null)
            return null;
        return new Answer(Address.Parse(router.Left), AnswerKind.TimeExceeded, ttl.Value, router.QuotedTtlAlways1 ? 1 : quoted, router.Rfc4950 ? shown : null);
    }

    private Answer? Delivered(int i, uint destination, bool udp)
    {
        var router = _routers[i];
        if (!udp && !router.AnswersEcho)
            return null;
        if (Home(i, udp ? router.Te : router.Er) is not { } ttl)
            return null;
        return udp
            ? new Answer(router.PuFrom == "left" ? Address.Parse(router.Left) : destination, AnswerKind.PortUnreachable, ttl, 1, null)
            : new Answer(destination, AnswerKind.EchoReply, ttl, 0, null);
    }

    /// <summary>The path that router <paramref name="i"/> has for a destination, with the end it has for it; it starts at a place, or anywhere (null).</summary>
    private LabelPath? Pushed(List<LabelPath> paths, int i, int? starts, uint destination, int target) => paths
        .Where(path => path.Holds(i) && (starts is null || path.Start == starts))
        .Select(path => Towards(path, destination, target))
        .FirstOrDefault(path => path is not null && (path.End - i) * path.Step > 0 && path.IsLongEnoughFrom(i));

    private LabelPath? Towards(LabelPath path, uint destination, int target)
    {
        if ((target - path.End) * path.Step > 0)
            return path;
        if (!path.AllPrefixes)
            return null;
        return path with { End = Address.Parse(_routers[target].Left) == destination ? target - 1 : target };
    }

    /// <summary>Rule 4: TTL of a reply of router <paramref name="i"/> at the measuring host; null when it does not get there.</summary>
    private int? Home(int i, int ttl)
    {
        var path = Pushed(_back, i, null, 0, -1);
        return Return(i, ttl, path, path is { Propagate: true } ? ttl : FullTtl);
    }

    /// <summary>Rule 4: an expired label's time-exceeded message goes to the end of the path first.</summary>
    private int? Carried(int i, LabelPath path)
    {
        var ttl = _routers[i].Te;
        if (!path.IsPoppedAt(i))
        {
            // Each router from the next one to the one before the end takes one.
            var lse = FullTtl - (path.End - i - 1);
            if (!path.Ultimate || path.Propagate)
                ttl = Math.Min(ttl, lse);
        }
        return Route(path.End, ttl);
    }

    /// <summary>A packet for the measuring host in transit at router <paramref name="i"/>, without label.</summary>
    private int? Route(int i, int ttl)
    {
        if (--ttl == 0)
            return null;
        var path = Pushed(_back, i, i, 0, -1);
        return Return(i, ttl, path, path is { Propagate: true } ? ttl : FullTtl);
    }

    /// <summary>From router <paramref name="i"/> one link towards the measuring host.</summary>
    private int? Return(int i, int ttl, LabelPath? path, int lse)
    {
        while (path is not null && --i != path.End)
        {
            if (--lse == 0)
                return null;
            if (!path.IsPoppedAt(i))
                continue;
            ttl = Math.Min(ttl, lse);
            path = null;
        }
        if (path is not null)
            return Arrive(i, path.Propagate ? Math.Min(ttl, lse) : ttl, path.Dup);
        i--;
        return i < 0 ? ttl : Arrive(i, ttl, dup: false);
    }

    private int? Arrive(int i, int ttl, bool dup) => Route(i, dup && ttl == 1 ? 2 : ttl);
}
