using Oracle.Tests.Wire;

namespace Oracle.Tests.Tnt;

/// <summary>The revelation of one pair: TNT's description, section 8.</summary>
internal sealed class Revelation(Engine engine, Buddies buddies, Settings settings, Candidate pair, int id)
{
    private readonly List<Hop> _found = [];
    private int _probes;
    private int _step = 1;

    public Tunnel Run()
    {
        var target = pair.Next.Address;
        var isBuddy = false;
        uint buddyOf = 0;
        while (true)
        {
            var traced = engine.Revealing(pair.Start.ProbeTtl, isBuddy ? buddyOf : target, id, isBuddy);
            _probes += traced.Probes;
            var (stop, news) = isBuddy ? OutcomeOfBuddy(traced.Hops, buddyOf) : OutcomeOfTrace(traced.Hops, target);
            if (stop == Stops.None)
            {
                var nearest = news[0];
                var isKnown = _found.Any(hop => !hop.IsSilent && hop.Address == nearest.Address);
                _found.InsertRange(0, news);
                _step++;
                if (nearest.IsSilent || nearest.IsReserved || isKnown)
                    return End(Stops.None, isBuddy);
                (target, isBuddy) = (nearest.Address, false);
            }
            else if (pair.Trigger != Triggers.DupIp || isBuddy)
                return End(stop, isBuddy);
            else
            {
                (buddyOf, var cost) = buddies.Of(target);
                _probes += cost;
                isBuddy = true;
            }
        }
    }

    private (Stops Stop, List<Hop> News) OutcomeOfTrace(List<Hop> hops, uint target)
    {
        if (hops[^1].IsSilent || hops[^1].Address != target)
            return (Stops.TargetNotReached, []);
        var start = hops.FindIndex(hop => !hop.IsSilent && hop.Address == pair.Start.Address);
        if (start < 0)
            return (Stops.IngressNotFound, []);
        if (start + 1 < hops.Count && !hops[start + 1].IsSilent && hops[start + 1].Address == pair.Start.Address)
            start++;
        if (pair.SilentIngress)
            start++;
        var between = hops.Skip(start + 1).Take(hops.Count - start - 2).ToList();
        return between.Count == 0 ? (Stops.Nothing, between) : (Stops.None, Mark(between, MethodOf(between)));
    }

    private (Stops Stop, List<Hop> News) OutcomeOfBuddy(List<Hop> hops, uint buddy)
    {
        var end = hops[^1];
        if (end.Answer?.Kind != AnswerKind.PortUnreachable)
            return (Stops.TargetNotReached, []);
        if (end.Address == pair.Start.Address)
            return (Stops.Nothing, []);
        var before = hops.Count - (pair.SilentIngress ? 3 : 2);
        if (before < 0 || hops[before].IsSilent || hops[before].Address != pair.Start.Address)
            return (Stops.IngressNotFound, []);
        if (end.Address == buddy || end.Address == pair.Next.Address)
            return (Stops.Nothing, []);
        return (Stops.None, Mark([end], Method.Buddy));
    }

    private static Method MethodOf(List<Hop> hops) => hops switch
    {
        [_] => Method.Backward,
        [{ IsSilent: false } a, { IsSilent: false } b] when a.Address == b.Address => Method.Backward,
        _ => Method.Direct,
    };

    private List<Hop> Mark(List<Hop> hops, Method method) =>
    [
        .. hops.Select(hop => new Hop(hop.ProbeTtl, hop.Answer)
        {
            IsReserved = hop.IsReserved,
            Roles = Roles.Switch,
            Kinds = pair.Trigger == Triggers.Mttl ? Kinds.Opaque : Kinds.Invisible,
            Triggers = pair.Trigger,
            Revealed = true,
            Step = _step,
            Method = method,
        }),
    ];

    private Tunnel End(Stops stop, bool wasBuddy)
    {
        if (wasBuddy)
            stop |= Stops.Buddy;
        if (_found.Count > 0)
        {
            if (!_found[0].IsSilent)
                _found[0].Stop = stop;
            if (_found is [{ Method: Method.Direct or Method.Backward } only])
                only.Method = Method.Unknown;
        }
        foreach (var address in _found.Where(hop => !hop.IsSilent && !hop.IsReserved).Select(hop => hop.Address).Distinct().Order().ToList())
        {
            _probes += settings.Pings;
            var ttl = engine.ErTtl(address);
            foreach (var hop in _found.Where(hop => !hop.IsSilent && hop.Address == address))
                hop.ErTtl = ttl;
        }
        var incomplete = _found.Count > 0 && !stop.HasFlag(Stops.Nothing) && !wasBuddy;
        return new Tunnel(_found, stop, incomplete, _probes);
    }
}
