using System.Globalization;

namespace Oracle.Tests.Topology;

/// <summary>Random labs. The same seed gives the same lab.</summary>
internal sealed class LabGenerator
{
    /// <summary>Initial TTLs of common routers (TNT's description, section 2), and some that nobody builds.</summary>
    private static readonly (int Te, int Er)[] Signatures =
        [(255, 255), (255, 255), (255, 255), (255, 64), (255, 64), (255, 64), (128, 128), (64, 64), (64, 64), (255, 128), (64, 255), (32, 255)];

    private readonly int _seed;
    private readonly Random _random;
    private readonly (int Te, int Er) _signature;
    private readonly bool _showsLabels;
    private readonly bool _answersFromLeft;
    private readonly bool _quotes1;

    /// <summary>Half of the labs hide a long tunnel from a core of one make: chance alone makes few that TNT reveals.</summary>
    private readonly bool _hides;

    private LabGenerator(int seed, bool hides = false)
    {
        _seed = seed;
        _random = new Random(seed);
        _signature = Pick(Signatures);
        _showsLabels = Chance(60);
        _answersFromLeft = Chance(40);
        _quotes1 = Chance(10);
        _hides = Chance(50) || hides;
    }

    /// <summary>Makes the lab of a seed.</summary>
    public static TopologyFile Make(int seed) => new LabGenerator(seed).Make();

    private TopologyFile Make()
    {
        var count = _random.Next(3, 12);
        var routers = Addressed(count).Select((router, i) => Behaving(router, isLast: i == count - 1)).ToList();
        var lsps = new List<LspRow>();
        for (var left = Pick([0, 1, 1, 1, 1, 1, 2, 2, 3]); left > 0; left--)
            lsps.Add(MakeLsp(routers, lsps.LastOrDefault()));
        var destinations = Enumerable.Range(0, Pick([1, 1, 1, 1, 1, 1, 2, 2, 3])).Select(i => Destination(routers, i)).Distinct().ToList();
        return new TopologyFile
        {
            Case = $"gen{_seed}",
            Title = $"generated from the seed {_seed}",
            Vp = "172.20.0.2",
            Routers = routers,
            Lsps = lsps,
            Destinations = destinations,
            Options = [.. Options()],
            Comparison = destinations.Count == 1 ? "ordered" : "unordered",
        };
    }

    /// <summary>Makes the lab of a seed that hides several tunnels on one path, for --reveal-all.</summary>
    public static TopologyFile MakeSeveral(int seed) => new LabGenerator(seed, hides: true).MakeSeveral();

    private TopologyFile MakeSeveral()
    {
        var count = _random.Next(9, 17);
        var routers = Addressed(count).Select((router, i) => Behaving(router, isLast: i == count - 1)).ToList();
        var lsps = new List<LspRow>();
        for (var ingress = _random.Next(0, 2); ingress + 2 < count;)
        {
            var egress = Math.Min(ingress + _random.Next(2, 6), count - 1);
            // Both ways, or nothing betrays the second tunnel behind the first.
            lsps.Add(Lsp(routers, ingress, egress, propagate: Chance(8)) with { Directions = ["forward", "return"] });
            ingress = egress + _random.Next(0, 3);
        }
        var destinations = Enumerable.Range(0, Pick([1, 1, 1, 2])).Select(i => Destination(routers, i)).Distinct().ToList();
        return new TopologyFile
        {
            Case = $"several{_seed}",
            Title = $"several tunnels, generated from the seed {_seed}",
            Vp = "172.20.0.2",
            Routers = routers,
            Lsps = lsps,
            Destinations = destinations,
            Options = ["--reveal-all", .. Options()],
            Comparison = destinations.Count == 1 ? "ordered" : "unordered",
        };
    }

    private bool Chance(double percent) => _random.NextDouble() * 100 < percent;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Links are /30 or /31, with the left end first or last: the offset decides how a buddy is found.</summary>
    private List<RouterRow> Addressed(int count)
    {
        var prefix = Pick(["20.0", "60.7", "130.44", "200.1"]);
        var reserved = Chance(10) ? _random.Next(count) : -1;
        var links = Enumerable.Range(0, count + 1).Select(i =>
        {
            var (right, left) = Pick([(1, 2), (1, 2), (2, 1), (0, 1), (1, 0), (2, 3), (3, 2)]);
            var start = i == reserved ? $"10.{i}.0" : $"{prefix}.{i}";
            var block = 4 * _random.Next(0, 60);
            return (Right: $"{start}.{block + right}", Left: $"{start}.{block + left}");
        }).ToList();
        return
        [
            .. Enumerable.Range(0, count).Select(i => new RouterRow
            {
                Name = i == count - 1 ? "D" : $"R{i + 1}",
                Left = links[i].Left,
                Right = i == count - 1 ? null : links[i + 1].Right,
                Te = 64,
                Er = 64,
            }),
        ];
    }

    private RouterRow Behaving(RouterRow router, bool isLast)
    {
        var (te, er) = Chance(_hides ? 3 : 15) ? Pick(Signatures) : isLast ? (64, 64) : _signature;
        return router with
        {
            Te = te,
            Er = er,
            Rfc4950 = _showsLabels ^ Chance(10),
            SendsTe = !Chance(_hides ? 12 : 5),
            QuotedTtlAlways1 = _quotes1 || Chance(4),
            AnswersEcho = !Chance(5),
            PuFrom = _answersFromLeft ^ Chance(5) ? "left" : "probed",
            AlsoOwns = Chance(5) ? [$"99.{router.Left[(router.Left.IndexOf('.', StringComparison.Ordinal) + 1)..]}"] : [],
        };
    }

    private LspRow MakeLsp(List<RouterRow> routers, LspRow? before)
    {
        var ingress = _hides ? _random.Next(0, Math.Min(3, routers.Count - 1)) : _random.Next(0, routers.Count - 1);
        var egress = _hides ? Math.Min(ingress + _random.Next(3, 7), routers.Count - 1) : _random.Next(ingress + 1, routers.Count);
        var propagate = Chance(_hides ? 10 : 40);
        // Tunnels that follow each other without a router between them are a case of their own.
        if (before is not null && before.Egress != "D" && Chance(60))
        {
            propagate = before.TtlPropagate;
            ingress = routers.FindIndex(router => router.Name == before.Egress);
            egress = _random.Next(ingress + 1, routers.Count);
        }
        return Lsp(routers, ingress, egress, propagate);
    }

    private LspRow Lsp(List<RouterRow> routers, int ingress, int egress, bool propagate)
    {
        var ultimate = Chance(45);
        return new LspRow
        {
            Ingress = routers[ingress].Name,
            Egress = routers[egress].Name,
            TtlPropagate = propagate,
            Pop = ultimate ? "UHP" : "PHP",
            Policy = Chance(50) ? "all prefixes" : "loopback only",
            Variant = ultimate ? Pick([null, "dup", "dup", "opaque", "opaque"]) : null,
            Directions = Pick<string[]>([["forward", "return"], ["forward", "return"], ["forward", "return"], ["forward"], ["return"]]),
        };
    }

    private const string Nobody = "77.7.7.7";

    private string Destination(List<RouterRow> routers, int index)
    {
        var last = routers[^1].Left;
        if (index == 0 && !Chance(15))
            return Allowed(last);
        var router = Pick(routers);
        var choices = new List<string> { router.Left, router.Right ?? last };
        choices.AddRange(router.AlsoOwns);
        if (Chance(10))
            choices.Add(Nobody);
        return Allowed(Pick(choices));
    }

    /// <summary>uTNT refuses destinations in special-use blocks (UK6032).</summary>
    private static string Allowed(string address) => Address.IsReserved(Address.Parse(address)) ? Nobody : address;

    private IEnumerable<string> Options()
    {
        string Number(int from, int to) => _random.Next(from, to).ToString(CultureInfo.InvariantCulture);
        if (Chance(12))
            yield return "-b";
        foreach (var (percent, option, value) in new[]
                 {
                     (15, "-f", Number(1, 6)), (10, "-r", Number(1, 4)), (5, "-c", Number(1, 3)), (5, "-s", Number(1, 4)), (20, "-m", "udp-paris"),
                 })
        {
            if (!Chance(percent))
                continue;
            yield return option;
            yield return value;
        }
        if (Chance(5))
            yield return "--no-reserved";
    }
}
