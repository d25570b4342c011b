namespace Unikraft.Measurements.Tnt;

/// <summary>The annotated path of the layout of 2018 (docs/tnt.md).</summary>
internal static class Tnt2018Path
{
    /// <summary>Puts the hops at their places; the plain trace gets those that were not revealed.</summary>
    public static TraceRecord Build(TraceRecord trace, IReadOnlyList<Tnt2018Hop> hops)
    {
        var places = new Tnt2018Hop?[Math.Max(Math.Min((int)trace.HopCount, byte.MaxValue), hops.Count == 0 ? 0 : hops.Max(hop => hop.Position))];
        foreach (var hop in hops.Where(hop => hop.Position > 0))
            places[hop.Position - 1] ??= hop;
        return trace with
        {
            Hops = [.. hops.Where(hop => !IsRevealed(hop)).Select(hop => hop.Reply)],
            Tnt = new TntPath { ProbesReported = trace.ProbeCount, Hops = Annotate(places) },
        };
    }

    private static bool IsRevealed(Tnt2018Hop hop) => hop.Discovery.HasFlag(TntDiscovery.Revealed);

    // Silent hops have no record, so nothing says which of them were revealed. The TTLs of the plain hops around them say how many are plain:
    // these come first, for only a silent ingress has its LSRs behind it. Behind the last plain hop nothing is revealed.
    private static TntHop[] Annotate(Tnt2018Hop?[] places)
    {
        var path = new TntHop[places.Length];
        var (from, ttl) = (0, 0);
        for (var i = 0; i < places.Length; i++)
        {
            path[i] = places[i] is { } hop ? Hop(hop) : new TntHop { Position = i + 1 };
            if (places[i] is not { } plain || IsRevealed(plain))
                continue;
            var silent = plain.Reply.ProbeTtl - ttl - 1;
            for (var j = from; j < i; j++)
            {
                if (places[j] is null)
                    path[j] = path[j] with { IsRevealed = silent-- <= 0 };
            }
            (from, ttl) = (i + 1, plain.Reply.ProbeTtl);
        }
        return path;
    }

    private static TntHop Hop(Tnt2018Hop hop) => new()
    {
        Position = hop.Position,
        Reply = hop.Reply,
        IsRevealed = IsRevealed(hop),
        Step = hop.Step,
        EchoReplyTtl = hop.EchoReplyTtl,
        Tags = hop.Tags,
        Failures = hop.Failures,
        Discovery = hop.Discovery,
    };
}
