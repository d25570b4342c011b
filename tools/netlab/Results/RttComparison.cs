using Netlab.Runs;
using Netlab.Wire;

namespace Netlab.Results;

/// <summary>Finds for each hop of the dump the exchange on the wire that it records.</summary>
internal static class RttComparison
{
    /// <summary>Compares the hops with the exchanges of the run.</summary>
    /// <remarks>
    /// A numbered hop comes from the first trace to its destination: the first answered probe with this TTL and destination. A revealed
    /// hop was first seen when its address first answered with an error, since pings of it follow.
    /// </remarks>
    public static RttErrors Compare(IReadOnlyList<TraceHop> hops, IReadOnlyList<Exchange> exchanges)
    {
        var answered = exchanges.Where(exchange => exchange.Reply is not null).Select(Answer.Of).ToList();
        var errors = new List<double>();
        var unmatched = 0;
        foreach (var hop in hops)
        {
            var match = answered.Find(answer => answer.From == hop.Address
                && (hop.ProbeTtl is { } ttl ? answer.ProbeTtl == ttl && answer.To == hop.Destination : answer.IsError));
            if (match is null)
                unmatched++;
            else
                errors.Add(Math.Round(hop.RttMs - match.RttMs, 3));
        }
        var absolute = errors.Select(Math.Abs).Order().ToList();
        return new RttErrors(errors.Count, unmatched, absolute.Count == 0 ? null : Median(absolute), absolute.Count == 0 ? null : absolute[^1], errors);
    }

    private static double Median(List<double> sorted) =>
        Math.Round((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, 3);

    private sealed record Answer(Model.NetAddress From, Model.NetAddress To, int ProbeTtl, bool IsError, double RttMs)
    {
        public static Answer Of(Exchange exchange)
        {
            var probe = new IpPacket(exchange.Probe);
            var reply = new IpPacket(exchange.Reply);
            return new Answer(
                reply.Source,
                probe.Destination,
                probe.Ttl,
                !IcmpMessage.IsEchoReply(reply.Payload),
                (exchange.ReplyNs!.Value - exchange.ProbeNs) / 1e6);
        }
    }
}
