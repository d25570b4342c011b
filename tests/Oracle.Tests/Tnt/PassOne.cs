namespace Oracle.Tests.Tnt;

/// <summary>Explicit, opaque, and implicit tunnels by quoted TTL: TNT's description, section 6.</summary>
internal static class PassOne
{
    public static void Run(IReadOnlyList<Hop> path, uint destination)
    {
        for (var i = 0; i < path.Count; i++)
        {
            var hop = path[i];
            var p = i >= 1 ? path[i - 1] : null;
            var pp = i >= 2 ? path[i - 2] : null;
            if (hop.IsSilent)
            {
                if (p is { IsOpaque: true })
                    p.Roles = Roles.Egress;
            }
            else if (hop.Answer!.Label is { } entry)
                Labelled(hop, p, entry.Ttl);
            else if (hop.QuotedTtl is > 1 and not 255)
                Quoted(hop, p, pp);
            else
                Close(hop, p, pp, destination);
        }
    }

    private static void Labelled(Hop hop, Hop? p, int labelTtl)
    {
        hop.Roles |= Roles.Switch;
        var opaque = labelTtl is > 1 and not 255;
        var (kind, trigger) = opaque ? (Kinds.Opaque, Triggers.Mttl) : (Kinds.Explicit, Triggers.None);
        hop.Kinds |= kind;
        hop.Triggers |= trigger;
        if (p is null || p.IsSilent || p.IsSwitch)
            return;
        if (p.IsEgress && p.IsJunos)
            BecomeInferred(p);
        else
        {
            p.Roles |= Roles.Ingress;
            p.Kinds |= kind;
            p.Triggers |= trigger;
        }
    }

    private static void Quoted(Hop hop, Hop? p, Hop? pp)
    {
        hop.Roles |= Roles.Switch;
        hop.Kinds |= Kinds.ByQuotedTtl;
        if (hop.QuotedTtl != 2)
            return;
        if (p is { IsSilent: false })
        {
            if (p.QuotedTtl > 1 || p.IsSwitch || (p.IsOpaque && p.IsEgress))
                return;
            // It becomes a router inside, also when it closed a tunnel before (docs/tnt.md, "Behaviour").
            p.Roles = Roles.Switch;
            p.Kinds |= Kinds.ByQuotedTtl;
        }
        if (pp is { IsSilent: false, IsSwitch: false } && !pp.Roles.HasFlag(Roles.Ingress) && !(pp.IsEgress && pp.IsJunos))
        {
            pp.Roles |= Roles.Ingress;
            pp.Kinds |= Kinds.ByQuotedTtl;
        }
    }

    private static void Close(Hop hop, Hop? p, Hop? pp, uint destination)
    {
        if (p is { IsSilent: false, IsSwitch: true })
        {
            if (p.Kinds.HasFlag(Kinds.Explicit))
            {
                hop.Roles |= Roles.Egress;
                hop.Kinds |= Kinds.Explicit;
            }
            else if (p.IsImplicit)
            {
                hop.Kinds |= Kinds.ByQuotedTtl;
                var closes = hop.Address == destination || (p.QuotedTtl <= 1 && p.Address != hop.Address);
                hop.Roles |= closes ? Roles.Egress : Roles.Switch;
            }
            else if (p.IsOpaque)
                p.Roles = Roles.Egress;
        }
        else if (p is { IsSilent: true } && pp is { IsImplicit: true, QuotedTtl: > 1 })
        {
            hop.Roles |= Roles.Egress;
            hop.Kinds |= Kinds.ByQuotedTtl;
        }
    }

    /// <summary>An egress that a label or u-turn follows, of a signature that hides the return path: a router inside the tunnel.</summary>
    public static void BecomeInferred(Hop hop)
    {
        hop.Roles = Roles.Switch;
        hop.Kinds = Kinds.None;
    }
}
