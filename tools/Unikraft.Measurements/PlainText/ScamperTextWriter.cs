using System.Globalization;

namespace Unikraft.Measurements.PlainText;

/// <summary>Writes text as sc_warts2text prints it (scamper.md section 8).</summary>
public sealed class ScamperTextWriter(Stream stream) : RecordWriter(stream)
{
    private static readonly (byte Bit, string Name)[] TcpFlags =
        [(0x02, "SYN"), (0x10, "ACK"), (0x08, "PSH"), (0x01, "FIN"), (0x20, "URG"), (0x80, "CWR"), (0x40, "ECE")];

    /// <inheritdoc />
    protected override bool Add(Record record)
    {
        if (record is TraceRecord trace)
            AddTrace(trace);
        else if (record is PingRecord ping)
            AddPing(ping);
        else if (record is TracelbRecord tracelb)
            AddTracelb(tracelb);
        else if (record is DealiasRecord dealias)
            AddDealias(dealias);
        // The tool prints nothing of lists and cycles.
        return record is TraceRecord or PingRecord or TracelbRecord or DealiasRecord or ListRecord or CycleRecord;
    }

    // A line for each link; what lies between its ends is shown when it is the only one of its node.
    private void AddTracelb(TracelbRecord record)
    {
        Text.Append(CultureInfo.InvariantCulture, $"tracelb from {record.Source} to {record.Destination}, {record.Nodes.Count} nodes, {record.Links.Count} links, {record.ProbeCount} probes, {record.Confidence}%\n");
        foreach (var links in record.Links.GroupBy(link => link.From).OrderBy(links => links.Key))
        {
            foreach (var link in links)
            {
                Text.Append(CultureInfo.InvariantCulture, $"{record.Nodes[link.From].Address}");
                foreach (var probes in links.Count() > 1 ? [] : link.Sets.Take(link.To is null ? link.Sets.Count : link.Sets.Count - 1))
                    AddHop(probes);
                if (link.To is { } to)
                    Text.Append(CultureInfo.InvariantCulture, $" -> {record.Nodes[to].Address}");
                Text.Append('\n');
            }
        }
    }

    // The tool has a line for ally, and nothing for the other methods; results that are no verdict about the pair are numbers.
    private void AddDealias(DealiasRecord record)
    {
        if (record is { Method: DealiasMethod.Ally, Definitions: [var one, var other, ..] })
            Text.Append(CultureInfo.InvariantCulture, $"{one.Destination} {other.Destination} {record.Result switch { DealiasResult.None => "none", DealiasResult.Aliases => "aliases", DealiasResult.NotAliases => "not aliases", var number => (byte)number }}\n");
    }

    private void AddHop(IReadOnlyList<TracelbProbe> probes)
    {
        var addresses = TracelbView.Answered(probes);
        if (addresses.Count == 0)
            Text.Append(" -> *");
        else
            Text.Append(" -> (").AppendJoin(", ", addresses).Append(TracelbView.HasSilence(probes) ? ", *)" : ")");
    }

    private void AddTrace(TraceRecord trace)
    {
        Text.Append("traceroute");
        if (trace.Source.Kind != AddressKind.None)
            Text.Append(CultureInfo.InvariantCulture, $" from {trace.Source}");
        Text.Append(CultureInfo.InvariantCulture, $" to {trace.Destination}");
        if (trace.Router.Kind != AddressKind.None)
            Text.Append(CultureInfo.InvariantCulture, $" via {trace.Router}");
        Text.Append('\n');
        var byTtl = trace.Hops.ToLookup(hop => hop.ProbeTtl);
        for (var ttl = 1; ttl <= Math.Min(trace.HopCount, byte.MaxValue); ttl++)
        {
            Text.Append(CultureInfo.InvariantCulture, $"{ttl,2}");
            Address? before = null;
            foreach (var hop in ttl <= byte.MaxValue ? byTtl[(byte)ttl] : [])
            {
                AddHop(hop, hop.Address != before);
                before = hop.Address;
            }
            if (before is null)
                AddSilent(trace);
            Text.Append('\n');
        }
    }

    private void AddHop(TraceHop hop, bool withAddress)
    {
        if (withAddress)
            Text.Append(CultureInfo.InvariantCulture, $"  {hop.Address}");
        Text.Append(CultureInfo.InvariantCulture, $"  {Ms(hop.RttMicroseconds)} ms");
        if (hop.Flags.HasFlag(HopFlags.Tcp))
            Text.Append(Tcp(hop.TcpFlags));
        else if (hop.IsIcmp)
            Text.Append(hop.Address.Kind == AddressKind.IPv6 ? Icmp6(hop) : Icmp4(hop));
    }

    // With all attempts every probe that was not answered has its star.
    private void AddSilent(TraceRecord trace)
    {
        Text.Append("  *");
        for (var i = 1; i < trace.Attempts && trace.Flags.HasFlag(TraceFlags.AllAttempts); i++)
            Text.Append(" *");
    }

    private static string Icmp4(TraceHop hop) => (hop.IcmpType, hop.IcmpCode) switch
    {
        (0, _) or (11, _) or (3, 3) => "",
        (3, 0) => " !N",
        (3, 1) => " !H",
        (3, 2) => " !P",
        (3, 4) => " !F",
        (3, 5) => " !S",
        (3, 13) => " !X",
        (3, var code) => string.Create(CultureInfo.InvariantCulture, $" !<{code}>"),
        var (type, code) => string.Create(CultureInfo.InvariantCulture, $" !<{type},{code}>"),
    };

    private static string Icmp6(TraceHop hop) => (hop.IcmpType, hop.IcmpCode) switch
    {
        (3, _) or (129, _) or (1, 4) => "",
        (1, 0) => " !N",
        (1, 1) => " !P",
        (1, 2) => " !S",
        (1, 3) => " !A",
        (2, _) => " !F",
        (1, var code) => string.Create(CultureInfo.InvariantCulture, $" !<{code}>"),
        var (type, code) => string.Create(CultureInfo.InvariantCulture, $" !<{type},{code}>"),
    };

    private static string Tcp(byte flags)
    {
        if ((flags & 0x04) != 0)
            return " [closed]";
        if ((flags & 0x12) == 0x12)
            return (flags & 0x40) != 0 ? " [open, ecn]" : " [open]";
        var names = TcpFlags.Where(flag => (flags & flag.Bit) != 0).Select(flag => flag.Name).ToList();
        return $" [unknown, {(names.Count == 0 ? "no flags" : string.Join(' ', names))}]";
    }

    private void AddPing(PingRecord ping)
    {
        Text.Append(CultureInfo.InvariantCulture, $"ping {ping.Source} to {ping.Destination}: {ping.ProbeSize} byte packets\n");
        foreach (var reply in ping.Replies.OrderBy(reply => reply.Probe))
            AddReply(reply);
        var s = PingStatistics.Of(ping);
        Text.Append(CultureInfo.InvariantCulture, $"--- {ping.Destination} ping statistics ---\n{s.Sent} packets transmitted, {s.Answered} packets received, ");
        if (s.Duplicates > 0)
            Text.Append(CultureInfo.InvariantCulture, $"+{s.Duplicates} duplicates, ");
        Text.Append(CultureInfo.InvariantCulture, $"{(s.Sent == 0 ? 0 : 100 * Math.Max(s.Sent - s.Answered, 0) / s.Sent)}% packet loss\n");
        if (s.Answered > 0)
            Text.Append(CultureInfo.InvariantCulture, $"round-trip min/avg/max/stddev = {Ms(s.Min)}/{Ms(s.Average)}/{Ms(s.Max)}/{Ms(s.Deviation)} ms\n");
    }

    private void AddReply(PingReply reply)
    {
        Text.Append(CultureInfo.InvariantCulture, $"{reply.ReplySize} bytes from {reply.Address}, seq={reply.Probe} ");
        // What stands behind other flags is sc_warts2text's.
        if (reply.Protocol == 6)
            Text.Append((reply.TcpFlags & 0x04) != 0 ? "tcp=closed " : (reply.TcpFlags & 0x12) == 0x12 ? (reply.TcpFlags & 0x40) != 0 ? "tcp=open,ecn " : "tcp=open " : string.Create(CultureInfo.InvariantCulture, $"tcp={reply.TcpFlags:x}02x "));
        Text.Append(CultureInfo.InvariantCulture, $"ttl={reply.ReplyTtl} time={Ms(reply.RttMicroseconds)} ms\n");
        AddOption(" RR: ", reply.RecordRoute.Select(router => router.ToString()));
        AddOption(" TS: ", reply.Stamps.Select((stamp, i) => i < reply.StampRouters.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{reply.StampRouters[i],-15} {(int)stamp}")
            : ((int)stamp).ToString(CultureInfo.InvariantCulture)));
    }

    private void AddOption(string name, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Text.Append(name).Append(line).Append('\n');
            name = "     ";
        }
    }

    private static string Ms(uint microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000}.{microseconds % 1000:d3}");
}
