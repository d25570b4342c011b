namespace Oracle.Tests.Tnt;

/// <summary>Implicit tunnels by u-turn: TNT's description, section 10.</summary>
internal static class PassThree
{
    private const int Enough = 3;

    public static void Run(IReadOnlyList<Hop> path, uint destination)
    {
        var last = path.Count - 1;
        for (var i = 0; i < last; i++)
        {
            var sum = 0;
            var closing = i;
            for (; closing < last && IsOfRun(path[closing]); closing++)
                sum += Math.Abs(path[closing].Uturn);
            if (sum >= Enough)
                Tag(path, i, closing, destination);
            i = Math.Max(i, closing - 1);
        }
        // The last hop alone.
        var end = path[last];
        if (IsOfRun(end) && end.Address != destination && Math.Abs(end.Uturn) >= Enough)
            BecomeSwitch(end);
    }

    private static bool IsOfRun(Hop hop) =>
        !hop.IsSilent && hop.Uturn != 0 && hop.Uturn != hop.Rtla && !hop.IsSwitch && !hop.Revealed && !(hop.IsOpaque && hop.IsEgress);

    private static void Tag(IReadOnlyList<Hop> path, int first, int closing, uint destination)
    {
        for (var i = first; i < closing; i++)
            BecomeSwitch(path[i]);
        if (first > 0 && path[first - 1] is { IsSilent: false } before)
        {
            if (before.IsEgress && before.IsJunos)
                PassOne.BecomeInferred(before);
            else
            {
                before.Roles |= Roles.Ingress;
                before.Kinds |= Kinds.ByUturn;
            }
        }
        var close = path[closing];
        if (close.IsSilent)
        {
            // It has no tag; the tunnel still ends behind it (docs/tnt.md, "Behaviour").
            FindEgress(path, closing);
            return;
        }
        close.Kinds |= Kinds.ByUturn;
        if (close.Address == destination)
        {
            close.Roles |= Roles.Egress;
            return;
        }
        close.Roles |= Roles.Switch;
        FindEgress(path, closing);
    }

    private static void FindEgress(IReadOnlyList<Hop> path, int closing)
    {
        var after = closing + 1;
        if (after < path.Count && !path[after].IsSilent && path[after].Address == path[closing].Address)
        {
            path[after].Roles |= Roles.Switch;
            path[after].Kinds |= Kinds.ByUturn;
            after++;
        }
        if (after < path.Count && path[after] is { IsSilent: false, IsSwitch: false } hop && (Math.Abs(hop.Uturn) < Enough || hop.Uturn == hop.Rtla))
        {
            hop.Roles |= Roles.Egress;
            hop.Kinds |= Kinds.ByUturn;
        }
    }

    private static void BecomeSwitch(Hop hop)
    {
        hop.Roles = Roles.Switch;
        hop.Kinds |= Kinds.ByUturn;
    }
}
