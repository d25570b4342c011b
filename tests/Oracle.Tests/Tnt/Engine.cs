using Oracle.Tests.Topology;
using Oracle.Tests.Wire;

namespace Oracle.Tests.Tnt;

/// <summary>The commands that TNT gives and what they bring (TNT's description, section 5; stop rules of the prober).</summary>
internal sealed class Engine(Chain chain, Settings settings)
{
    private const int Attempts = 3;
    private const int GapLimit = 5;
    private const int PingTtl = 64;
    private readonly Dictionary<uint, int> _erTtls = [];

    public List<string> Commands { get; } = [];

    /// <summary>The first trace to a destination.</summary>
    public Traced First(uint destination, int id)
    {
        Commands.Add($"trace -f {settings.StartTtl} -l 1 -P {settings.MethodName} -U {id} -w 1 -q 3 -g 5 {Address.Format(destination)}");
        return Trace(settings.StartTtl, destination, settings.Udp);
    }

    /// <summary>A trace of a revelation; towards a buddy always with UDP.</summary>
    public Traced Revealing(int start, uint target, int id, bool buddy)
    {
        var first = start > 2 ? start - 2 : 1;
        var udp = buddy || settings.Udp;
        Commands.Add($"trace -f {first} -P {(udp ? "udp-paris" : "icmp-paris")} -U {id} -w 1 -q 3 -g 5 {Address.Format(target)}");
        return Trace(first, target, udp);
    }

    /// <summary>TTL of echo replies; 0: none. Asked once for the whole run.</summary>
    public int ErTtl(uint address) => _erTtls.TryGetValue(address, out var ttl) ? ttl : _erTtls[address] = Ping(address);

    /// <summary>A ping: TTL of the replies, 0 without any.</summary>
    public int Ping(uint address)
    {
        Commands.Add($"ping -P icmp-echo -c {settings.Pings} {Address.Format(address)}");
        var ttl = 0;
        for (var i = 0; i < settings.Pings; i++)
        {
            if (chain.Probe(address, PingTtl, udp: false) is { Kind: AnswerKind.EchoReply } answer)
                ttl = answer.Ttl;
        }
        return ttl;
    }

    private Traced Trace(int first, uint destination, bool udp)
    {
        var before = chain.Sent;
        var hops = new List<Hop>();
        for (var ttl = first; ttl <= 255; ttl++)
        {
            Answer? answer = null;
            for (var attempt = 0; attempt < Attempts && answer is null; attempt++)
                answer = chain.Probe(destination, ttl, udp);
            hops.Add(new Hop(ttl, answer) { IsReserved = answer is not null && !settings.NothingIsReserved && Address.IsReserved(answer.From) });
            if (IsEnd(hops, destination))
                break;
        }
        return new Traced(hops, chain.Sent - before);
    }

    private static bool IsEnd(List<Hop> hops, uint destination)
    {
        var hop = hops[^1];
        if (hop.IsSilent)
            return hops.Count >= GapLimit && hops.TakeLast(GapLimit).All(silent => silent.IsSilent);
        if (!hop.IsTe || hop.Address == destination)
            return true;
        return hops.Any(other => !other.IsSilent && other.Address == hop.Address && hop.ProbeTtl - other.ProbeTtl > 1);
    }
}
