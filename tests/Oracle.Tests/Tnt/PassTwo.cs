namespace Oracle.Tests.Tnt;

/// <summary>Candidates for revelation: TNT's description, section 7; the numbers of its list stand at the steps.</summary>
internal static class PassTwo
{
    public static List<Candidate> Run(IReadOnlyList<Hop> path, Settings settings)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < path.Count; i++)
        {
            var x = path[i];
            if (x.IsSilent || x.IsReserved || x.IsSwitch)
                continue;
            if (StartOf(path, i) is not { } found)
                continue;
            var (start, silent) = found;
            if (start.Address == x.Address)
                continue; // 4
            if (x.IsOpaque && x.IsEgress)
            {
                candidates.Add(new Candidate(start, x, Triggers.Mttl, silent)); // 5
                continue;
            }
            if (x.IsEgress || !x.IsTe)
                continue; // 6
            if (i >= 1 && path[i - 1] is { IsSilent: false } p && p.Address == x.Address)
            {
                candidates.Add(new Candidate(start, x, Triggers.DupIp, silent)); // 7
                continue;
            }
            if (i + 1 < path.Count && path[i + 1] is { IsTe: true } after && after.Address == x.Address)
                continue; // 8
            if (x.Rtla >= settings.RtlaThreshold)
            {
                candidates.Add(new Candidate(start, x, Triggers.Rtla, silent)); // 9
                continue;
            }
            if (x.Frpla >= settings.FrplaThreshold)
                candidates.Add(new Candidate(start, x, Triggers.Frpla, silent));
            if (settings.BruteForce)
                candidates.Add(new Candidate(start, x, Triggers.None, silent)); // 10
        }
        return candidates;
    }

    /// <summary>Rules 1 to 3.</summary>
    private static (Hop Start, bool Silent)? StartOf(IReadOnlyList<Hop> path, int i)
    {
        Hop? At(int place) => place >= 0 ? path[place] : null;
        var p = At(i - 1);
        var isRepeated = p is { IsSilent: false } && p.Address == path[i].Address;
        if (isRepeated && (p!.IsEgress || p.IsSwitch))
            return null;
        var (ingress, fallback) = isRepeated ? (At(i - 2), At(i - 3)) : (p, At(i - 2));
        if (ingress is null)
            return null;
        if (!ingress.IsSilent)
            return (ingress.IsSwitch && !path[i].IsOpaque) || ingress.IsReserved ? null : (ingress, false);
        return fallback is null or { IsSilent: true } or { IsReserved: true } ? null : (fallback, true);
    }
}
