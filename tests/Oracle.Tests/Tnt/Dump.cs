using System.Globalization;
using System.Text;
using Oracle.Tests.Topology;

namespace Oracle.Tests.Tnt;

/// <summary>The text of a trace with attempts: TNT's description, section 12. Times are masked.</summary>
internal static class Dump
{
    public static string Of(IReadOnlyList<Hop> path, string source, uint destination, Settings settings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"trace [{settings.MethodName}] from {source} to {Address.Format(destination)}\n");
        var revealed = 0;
        foreach (var hop in path)
        {
            revealed = hop.Revealed ? revealed + 1 : 0;
            var number = hop.Revealed ? $"H{revealed}" : hop.ProbeTtl.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{number,3} {Line(hop)}\n");
        }
        return text.ToString();
    }

    private static string Line(Hop hop)
    {
        if (hop.Answer is not { } answer)
            return "*";
        List<string> words = [$"{Address.Format(hop.Address),-15} R.RRR ms"];
        if (hop.IsReserved)
            words.Add("rsvd");
        words.Add($"rTTLs=<{answer.Ttl},{(hop.ErTtl == 0 ? "*" : hop.ErTtl)}>");
        if (hop.IsTe)
        {
            words.Add($"qttl={hop.QuotedTtl}");
            if (hop.Uturn != 0)
                words.Add($"uturn={hop.Uturn}");
            if (hop.Frpla > 0)
                words.Add($"frpla={hop.Frpla}");
            if (hop.Rtla > 0)
                words.Add($"rtla={hop.Rtla}");
        }
        if (hop.Roles != Roles.None)
            words.Add($"[{string.Join(',', Tags(hop))}]");
        if (answer.Label is { } entry)
            words.Add($"Labels {entry.Label} mTTL={entry.Ttl}");
        if (hop.Stop != Stops.None)
            words.Add($"({string.Join(',', (string[])["ATTEMPT", .. TriggerWords(hop.Triggers, hop.Kinds), .. StopWords(hop.Stop)])})");
        else if (hop.Failure != Stops.None)
            words.Add($"({string.Join(',', (string[])["ATTEMPT", .. TriggerWords(hop.FailureTriggers, Kinds.None), .. StopWords(hop.Failure)])})");
        return string.Join(' ', words);
    }

    private static IEnumerable<string> Tags(Hop hop)
    {
        yield return "MPLS";
        (bool Holds, string Word)[] kinds = hop.IsSwitch
            ? [(hop.IsImplicit, "IMP"), (hop.IsOpaque, "OPA"), (hop.Kinds.HasFlag(Kinds.Explicit), "EXP"), (hop.Kinds.HasFlag(Kinds.Invisible), "INV")]
            : [(hop.Kinds.HasFlag(Kinds.Explicit), "EXP"), (hop.IsOpaque, "OPA"), (hop.IsImplicit, "IMP"), (hop.Kinds.HasFlag(Kinds.Invisible), "INV")];
        foreach (var (_, word) in kinds.Where(kind => kind.Holds).Take(hop.IsSwitch ? 1 : kinds.Length))
            yield return word;
        if (hop.IsSwitch)
            yield return "LSR";
        if (hop.IsEgress)
            yield return "EGR";
        if (hop.Roles.HasFlag(Roles.Ingress))
            yield return "ING";
        if (hop.Incomplete)
            yield return "INCOMP?";
        foreach (var word in TriggerWords(hop.Triggers, hop.Kinds))
            yield return word;
        if (hop.IsSwitch && hop.Kinds == Kinds.None)
            yield return "INF";
        if (hop.Kinds.HasFlag(Kinds.ByQuotedTtl))
            yield return "QTTL";
        if (hop.Kinds.HasFlag(Kinds.ByUturn))
            yield return "UTURN";
        if (!hop.Revealed)
            yield break;
        yield return hop.Method switch { Method.Direct => "DPR", Method.Backward => "BRPR", Method.Buddy => "BUDDY", _ => "UNKN" };
        yield return $"step={hop.Step}";
    }

    private static IEnumerable<string> TriggerWords(Triggers triggers, Kinds kinds)
    {
        if (triggers.HasFlag(Triggers.DupIp))
            yield return "DUPIP";
        if (triggers.HasFlag(Triggers.Rtla))
            yield return "RTLA";
        if (triggers.HasFlag(Triggers.Frpla))
            yield return "FRPLA";
        if (triggers.HasFlag(Triggers.Mttl))
            yield return "MTTL";
        if (triggers == Triggers.None && kinds.HasFlag(Kinds.Invisible))
            yield return "BTFC";
    }

    private static IEnumerable<string> StopWords(Stops stop)
    {
        if (stop.HasFlag(Stops.Nothing))
            yield return "NTH-RV";
        if (stop.HasFlag(Stops.IngressNotFound))
            yield return "ING-NF";
        if (stop.HasFlag(Stops.TargetNotReached))
            yield return "TGT-NR";
        if (stop.HasFlag(Stops.Buddy))
            yield return "BUD";
    }
}
