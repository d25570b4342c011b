using System.Globalization;
using System.Numerics;
using System.Text;
using Netlab.Model;
using Netlab.Net;

namespace Mpls.Bed;

/// <summary>
/// The shell script that makes a lab: a namespace for each router and for the measuring host, <c>left</c> and <c>right</c> in each, host routes so that each
/// address has its own label path (docs/netlab.md, "What a router does"), and the label routes of every router.
/// </summary>
internal sealed class LabScript
{
    private readonly Lab _lab;
    private readonly LabelTable _labels;
    private readonly bool _ttlBySysctl;
    private readonly HashSet<LabelPath> _paths = [];
    private readonly StringBuilder _text = new();

    /// <summary>Writes the script; see <see cref="MplsBed.BuildAsync"/>.</summary>
    public LabScript(Lab lab, bool ttlBySysctl)
    {
        (_lab, _ttlBySysctl) = (lab, ttlBySysctl);
        _labels = new LabelTable(lab);
        MakeWires();
        var routes = Enumerable.Range(0, lab.Routers.Count).Select(position => RoutesOf(position).ToList()).ToList();
        // The routes tell which paths there are.
        for (var position = 0; position < lab.Routers.Count; position++)
            MakeRouter(position, routes[position]);
        MakeMeasuringHost();
    }

    /// <summary>Address of the namespace <c>VP</c>: the one after that of the guest, which is there at the same time.</summary>
    public static NetAddress LinuxVp(Lab lab) => lab.Vp with { Value = lab.Vp.Value + 1 };

    /// <summary>Gets the script.</summary>
    public string Text => _text.ToString();

    private static string Prefix(NetAddress vp) => $"{vp with { Value = vp.Value & ~(UInt128)255 }}/24";

    /// <summary>The smallest prefix that holds both ends of a link.</summary>
    private static int PrefixLength(NetAddress one, NetAddress other) => BitOperations.LeadingZeroCount((uint)(one.Value ^ other.Value));

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>Namespaces and veth pairs; those of the lab before go first.</summary>
    private void MakeWires()
    {
        // Ports first: a namespace dies at leisure, and the names of its ports would still be taken.
        Line($"for port in first host; do [ ! -e /sys/class/net/$port ] || ip link delete $port; done");
        Line($"for name in $(ip netns list | cut -d ' ' -f 1); do ip netns delete $name; done");
        Line($"/bin/ip -batch - <<END");
        Line($"netns add VP");
        foreach (var router in _lab.Routers)
            Line($"netns add {router.Name}");
        Line($"link add first type veth peer name left netns {_lab.Routers[0].Name}");
        Line($"link add host type veth peer name right netns VP");
        foreach (var port in new[] { "first", "host" })
            Line($"link set {port} master edge up");
        foreach (var (near, far) in _lab.Routers.Zip(_lab.Routers.Skip(1)))
            Line($"link add right netns {near.Name} type veth peer name left netns {far.Name}");
        Line($"END");
    }

    private void MakeMeasuringHost()
    {
        Line($"/bin/ip -n VP -batch - <<END");
        Line($"link set lo up");
        Line($"link set right up");
        Line($"addr add {LinuxVp(_lab)}/24 dev right");
        Line($"route add default via {_lab.Gateway}");
        Line($"END");
        DisturbLink("VP", "right", _lab.Links[0]);
    }

    private void MakeRouter(int position, List<string> routes)
    {
        var router = _lab.Routers[position];
        string[] devices = router.Right is null ? ["lo", "left"] : ["lo", "left", "right"];
        Line($"ip netns exec {router.Name} sh -e <<'SCRIPT'");
        Line($"cd /proc/sys/net");
        // No limit on ICMP errors: none in all, none for a destination.
        Line($"echo 0 >ipv4/icmp_ratelimit");
        Line($"echo 1000000 >ipv4/icmp_msgs_per_sec");
        Line($"echo 1 >ipv4/ip_forward");
        Line($"echo {router.TeTtl} >ipv4/ip_default_ttl");
        Line($"echo {(router.AnswersEcho ? 0 : 1)} >ipv4/icmp_echo_ignore_all");
        Line($"echo {LabelPlan.Limit} >mpls/platform_labels");
        if (_ttlBySysctl)
            Line($"echo {(_lab.Lsps.All(lsp => lsp.TtlPropagate) ? 1 : 0)} >mpls/ip_ttl_propagate");
        foreach (var device in devices)
            Line($"echo 1 >mpls/conf/{device}/input");
        Line($"/bin/ip -batch - <<END");
        foreach (var device in devices)
            Line($"link set {device} up");
        foreach (var address in AddressesOf(position))
            Line($"addr add {address}");
        foreach (var route in routes)
            Line($"route add {route}");
        Line($"END");
        Line($"/bin/ip -f mpls -batch - <<END");
        foreach (var route in LabelRoutesOf(position))
            Line($"route add {route}");
        Line($"END");
        Line($"SCRIPT");
        DisturbLink(router.Name, "left", _lab.Links[position]);
        if (router.Right is not null)
            DisturbLink(router.Name, "right", _lab.Links[position + 1]);
    }

    private IEnumerable<string> AddressesOf(int position)
    {
        var router = _lab.Routers[position];
        foreach (var more in router.AlsoOwns)
            yield return $"{more}/32 dev lo";
        // The first address of an interface is the source of ICMP errors, unless the route says otherwise.
        if (position == 0)
        {
            yield return $"{router.Left}/32 dev left";
            yield return $"{_lab.Gateway}/24 dev left noprefixroute";
        }
        else
        {
            yield return $"{router.Left}/{PrefixLength(router.Left, _lab.Routers[position - 1].Right!.Value)} dev left";
        }
        if (router.Right is { } right)
            yield return $"{right}/{PrefixLength(right, _lab.Routers[position + 1].Left)} dev right";
    }

    /// <summary>A route for each address that is not at the other end of a link, for the network of the measuring host, and for strangers, which are forwarded to the right.</summary>
    private IEnumerable<string> RoutesOf(int position)
    {
        var vp = Prefix(_lab.Vp);
        yield return position == 0
            ? $"{vp} dev left src {_lab.Routers[0].Left}"
            : $"{vp} {Labelled(_labels.ForOwn(position, _lab.Vp, target: -1), position)} via {_lab.Routers[position - 1].Right} dev left";
        for (var target = 0; target < position; target++)
        {
            foreach (var address in _lab.Routers[target].Addresses)
            {
                if (address != _lab.Routers[position - 1].Right)
                    yield return $"{address}/32 via {_lab.Routers[position - 1].Right} dev left";
            }
        }
        for (var target = position + 1; target < _lab.Routers.Count; target++)
        {
            foreach (var address in _lab.Routers[target].Addresses)
            {
                var path = _labels.ForTransit(position, address, target);
                if (path is not null || address != _lab.Routers[position + 1].Left)
                    yield return $"{address}/32 {Labelled(path, position)} via {_lab.Routers[position + 1].Left} dev right";
            }
        }
        if (position + 1 < _lab.Routers.Count)
            yield return $"default {Labelled(_labels.ForTransit(position, default, _lab.Routers.Count), position)} via {_lab.Routers[position + 1].Left} dev right";
    }

    /// <summary>The part of a route that pushes a label.</summary>
    private string Labelled(LabelPath? path, int position)
    {
        if (path is null)
            return "";
        _paths.Add(path);
        var ttl = path.Lsp.TtlPropagate || _ttlBySysctl ? "" : " ttl 255";
        return $"encap mpls {LabelPlan.LabelFor(path, position + path.Step)}{ttl}";
    }

    private IEnumerable<string> LabelRoutesOf(int position)
    {
        foreach (var path in _paths)
        {
            var start = path.Step > 0 ? path.Lsp.Ingress : path.Lsp.Egress;
            var isEnd = position == path.End;
            if ((position - start) * path.Step <= 0 || (path.End - position) * path.Step < 0 || (isEnd && path.Lsp.Pop == PopMode.Php))
                continue;
            var swap = isEnd || path.PopsAt(position) ? "" : $"as {LabelPlan.LabelFor(path, position + path.Step)} ";
            var to = isEnd ? "dev lo"
                : path.Step > 0 ? $"via inet {_lab.Routers[position + 1].Left} dev right"
                : $"via inet {_lab.Routers[position - 1].Right} dev left";
            var ttl = _ttlBySysctl ? "" : $" ttl-propagate {(path.Lsp.TtlPropagate ? "enabled" : "disabled")}";
            yield return $"{LabelPlan.LabelFor(path, position)} {swap}{to}{ttl}";
        }
    }

    /// <summary>What the link does to packets (tc-netem(8)); each end does it to what it sends.</summary>
    private void DisturbLink(string name, string device, LinkSpec link)
    {
        var words = new StringBuilder();
        void Add(FormattableString word) => words.Append(word.ToString(CultureInfo.InvariantCulture));
        if (link.DelayNs > 0)
            Add($" delay {link.DelayNs / 1000}us");
        if (link.LossPercent > 0)
            Add($" loss {link.LossPercent}%");
        if (link.DuplicatePercent > 0)
            Add($" duplicate {link.DuplicatePercent}%");
        if (link.CorruptPercent > 0)
            Add($" corrupt {link.CorruptPercent}%");
        if (words.Length > 0)
            Line($"tc -n {name} qdisc add dev {device} root netem limit 1000{words.ToString()}");
    }
}
