using Oracle.Tests.Topology;
using Oracle.Tests.Wire;

namespace Oracle.Tests.Tnt;

/// <summary>The steps for each destination: TNT's description, section 4.</summary>
internal sealed class Predictor
{
    private readonly TopologyFile _file;
    private readonly Settings _settings;
    private readonly Chain _chain;
    private readonly Engine _engine;
    private readonly Buddies _buddies;
    private readonly Dictionary<(uint Start, uint Next, bool Silent), Tunnel> _tunnels = [];

    public Predictor(TopologyFile file)
    {
        _file = file;
        _settings = Settings.Of(file.Options);
        _chain = new Chain(file);
        _engine = new Engine(_chain, _settings);
        _buddies = new Buddies(_engine, _settings);
    }

    public Prediction Run(IReadOnlyList<string> destinations)
    {
        var traces = new List<(string, int)>();
        foreach (var destination in destinations)
            traces.Add(Predict(Address.Parse(destination), traces.Count + 1));
        return new Prediction(_engine.Commands, traces, _chain.Sent);
    }

    private (string Text, int Reported) Predict(uint destination, int id)
    {
        var (path, reported) = _engine.First(destination, id);
        reported += Fingerprint(path);
        if (path.Count >= 3)
        {
            PassOne.Run(path, destination);
            reported += Reveal(path, id);
            PassThree.Run(path, destination);
        }
        return (Dump.Of(path, _file.Vp, destination, _settings), reported);
    }

    private int Fingerprint(List<Hop> path)
    {
        var addresses = path.Where(hop => !hop.IsSilent && !hop.IsReserved).Select(hop => hop.Address).Distinct().Order().ToList();
        foreach (var address in addresses)
        {
            var ttl = _engine.ErTtl(address);
            foreach (var hop in path.Where(hop => !hop.IsSilent && hop.Address == address))
                hop.ErTtl = ttl;
        }
        return addresses.Count * _settings.Pings;
    }

    /// <summary>Tries the candidates; the first tunnel found ends it, or further pairs with its start are left out. Returns the probes as the first TNT reports them.</summary>
    private int Reveal(List<Hop> path, int id)
    {
        var reported = 0;
        Hop? found = null;
        foreach (var pair in PassTwo.Run(path, _settings))
        {
            if (pair.Start == found)
                continue;
            var key = (pair.Start.Address, pair.Next.Address, pair.SilentIngress);
            if (!_tunnels.TryGetValue(key, out var tunnel))
                _tunnels[key] = tunnel = new Revelation(_engine, _buddies, _settings, pair, id).Run();
            reported += tunnel.Probes;
            if (tunnel.Hops.Count > 0)
            {
                Splice(path, pair, tunnel);
                if (!_settings.RevealAll)
                    break;
                found = pair.Start;
                continue;
            }
            // A failed attempt is counted twice (section 11 there, docs/tnt.md).
            reported += tunnel.Probes;
            // Of a repeated hop the first copy carries it (worked example 10).
            var marked = path[path.IndexOf(pair.Next) - (pair.Trigger == Triggers.DupIp ? 1 : 0)];
            marked.Failure |= tunnel.Stop;
            marked.FailureTriggers |= pair.Trigger;
        }
        return reported;
    }

    /// <summary>Section 9.</summary>
    private static void Splice(List<Hop> path, Candidate pair, Tunnel tunnel)
    {
        var hidden = tunnel.Hops.Select(hop => hop.Copy()).ToList();
        var kind = pair.Trigger == Triggers.Mttl ? Kinds.Opaque : Kinds.Invisible;
        if (pair.SilentIngress)
            pair.Start.IsBeforeSilentIngress = true;
        else
        {
            Join(pair.Start, Roles.Ingress, kind, pair.Trigger);
            pair.Start.Incomplete |= tunnel.Incomplete;
        }
        if (pair.Trigger == Triggers.DupIp)
            hidden[^1].Roles = Roles.Egress;
        else
            Join(pair.Next, Roles.Egress, kind, pair.Trigger);
        path.InsertRange(path.IndexOf(pair.Start) + (pair.SilentIngress ? 2 : 1), hidden);
    }

    private static void Join(Hop hop, Roles role, Kinds kind, Triggers trigger)
    {
        hop.Roles |= role;
        hop.Kinds |= kind;
        hop.Triggers |= trigger;
    }
}
