using System.Text.RegularExpressions;
using Netlab.Model;
using TestBed;

namespace Mpls.Bed;

/// <summary>Refuses labs that Linux routers cannot play: what the vendors' routers do beyond them stays with netlab.</summary>
internal static partial class LabCheck
{
    /// <summary>Most routers of a chain, so that labels stay below <see cref="LabelPlan.Limit"/>.</summary>
    private const int MostRouters = 32;

    /// <summary>Checks a lab.</summary>
    /// <exception cref="BedException">UK3300.</exception>
    public static void Check(Lab lab)
    {
        Refuse(lab.Routers.Count > MostRouters, $"there are more than {MostRouters} routers");
        foreach (var router in lab.Routers)
            CheckRouter(router);
        foreach (var link in lab.Links)
            Refuse(link.ReorderPercent > 0, "a link reorders");
        foreach (var lsp in lab.Lsps)
        {
            Refuse(lsp.Variant != LspVariant.Linux, "a label switched path has not the variant \"linux\"");
            Refuse(lsp.Labels > 1, "a label switched path has more than one label");
        }
    }

    private static void CheckRouter(RouterSpec router)
    {
        void Router(bool does, string what) => Refuse(does, $"the router '{router.Name}' {what}");
        Router(!Name().IsMatch(router.Name), "has a name that is not of letters and digits");
        Router(router.TeTtl != router.ErTtl, "has two initial TTLs");
        Router(router.Rfc4950, "shows label stacks (rfc4950)");
        Router(!router.SendsTe, "is silent for expired packets");
        Router(router.QuotedTtlAlways1, "quotes TTL 1");
        Router(router.PuFromLeft, "answers UDP from its left address");
        Router(router.LossPercent > 0, "loses replies");
        Router(router.RepliesPerSecond is not null, "limits its replies");
        Router(router.Balanced is not null, "is balanced");
        var faults = router.Faults;
        Router(
            faults is not { TeFrom: null, TeForOwn: false, SendsBack.Count: 0, Extension: ExtensionFault.None, LatePercent: 0, Spoofed: SpoofKind.None },
            "does what a good router does not");
    }

    private static void Refuse(bool does, string what)
    {
        if (does)
            throw new BedException("UK3300", $"{what}, which Linux routers do not do. Change the lab, or run it with netlab.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex Name();
}
