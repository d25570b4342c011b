using System.Globalization;
using Unikraft.Measurements.Tnt;

namespace Unikraft.Measurements.Csv;

/// <summary>Writes CSV: a row for each reply, and one for a measurement without any; an annotated trace has a row for each hop of the path, tracelb and dealias also one for a probe without reply.</summary>
public sealed class CsvWriter : RecordWriter
{
    private long _number;

    /// <summary>Starts on a stream, which the writer owns.</summary>
    public CsvWriter(Stream stream)
        : base(stream) => Text.Append(CsvColumns.Header).Append('\n');

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
        // Lists and cycles are columns of their measurements.
        return record is TraceRecord or PingRecord or TracelbRecord or DealiasRecord or ListRecord or CycleRecord;
    }

    private void AddTrace(TraceRecord trace)
    {
        var row = Start("trace", trace.List, trace.Cycle, trace.Start);
        row["method"] = Names.Of(trace.Method);
        row.Set("src", trace.Source);
        row.Set("dst", trace.Destination);
        row.Set("userid", trace.UserId);
        row["stop_reason"] = Names.Of(trace.StopReason);
        row.Set("stop_data", trace.StopData);
        row.Set("sport", trace.SourcePort);
        row.Set("dport", trace.DestinationPort);
        row.Set("flags", (long)trace.Flags);
        row.Set("ttl_first", trace.FirstHop);
        row.Set("attempts", trace.Attempts);
        row.Set("tos", trace.Tos);
        row.Set("probe_size", trace.ProbeSize);
        row.Set("hop_count", trace.HopCount);
        row.Set("probes", trace.ProbeCount);
        if (trace.Tnt is { } path)
            AddPath(row, path);
        else
            AddRows(row, trace.Hops, AddHop);
    }

    private void AddPath(CsvRow row, TntPath path)
    {
        row.Set("probes_reported", path.ProbesReported);
        if (path.ProbesOnce is { } once)
            row.Set("probes_once", once);
        AddRows(row, path.Hops, AddAnnotated);
    }

    private void AddPing(PingRecord ping)
    {
        var row = Start("ping", ping.List, ping.Cycle, ping.Start);
        row["method"] = Names.Of(ping.Method);
        row.Set("src", ping.Source);
        row.Set("dst", ping.Destination);
        row.Set("userid", ping.UserId);
        row.Set("stop_reason", (long)ping.StopReason);
        row.Set("stop_data", ping.StopData);
        row.Set("sport", ping.SourcePort);
        row.Set("dport", ping.DestinationPort);
        row.Set("flags", (long)ping.Flags);
        row.Set("ttl_first", ping.Ttl);
        row.Set("attempts", ping.ProbeCount);
        row.Set("tos", ping.Tos);
        row.Set("probe_size", ping.ProbeSize);
        row.Set("probes", ping.ProbesSent);
        AddRows(row, ping.Replies, AddReply);
    }

    private void AddTracelb(TracelbRecord record)
    {
        var row = Start("tracelb", record.List, record.Cycle, record.Start);
        row["method"] = Names.Of(record.Method);
        row.Set("src", record.Source);
        row.Set("dst", record.Destination);
        row.Set("userid", record.UserId);
        row.Set("sport", record.SourcePort);
        row.Set("dport", record.DestinationPort);
        row.Set("ttl_first", record.FirstHop);
        row.Set("attempts", record.Attempts);
        row.Set("tos", record.Tos);
        row.Set("probe_size", record.ProbeSize);
        row.Set("probes", record.ProbeCount);
        foreach (var filled in CsvTracelb.Rows(row, record))
            filled.AppendTo(Text);
    }

    private void AddDealias(DealiasRecord record)
    {
        var row = Start("dealias", record.List, record.Cycle, record.Start);
        row["method"] = Names.Of(record.Method);
        row["result"] = Names.Of(record.Result);
        row.Set("userid", record.UserId);
        row.Set("flags", (long)record.Flags);
        row.Set("attempts", record.Attempts);
        row.Set("probes", record.Probes.Count);
        foreach (var filled in CsvDealias.Rows(row, record))
            filled.AppendTo(Text);
    }

    private CsvRow Start(string record, ListRecord? list, CycleRecord? cycle, UnixTime start)
    {
        var row = new CsvRow { ["record"] = record, ["list"] = list?.Name, ["list_id"] = list?.Id.ToString(CultureInfo.InvariantCulture) };
        row["cycle"] = cycle?.Id.ToString(CultureInfo.InvariantCulture);
        row.Set("number", ++_number);
        row.Set("start", start);
        return row;
    }

    private void AddRows<T>(CsvRow row, IReadOnlyList<T> items, Action<CsvRow, T> fill)
    {
        if (items.Count == 0)
            row.AppendTo(Text);
        foreach (var item in items)
        {
            row.ClearReply();
            fill(row, item);
            row.AppendTo(Text);
        }
    }

    private static void AddAnnotated(CsvRow row, TntHop hop)
    {
        if (hop.Reply is { } reply)
            AddHop(row, reply);
        row.Set("position", hop.Position);
        row.Set("revealed", hop.IsRevealed ? 1 : 0);
        row.Set("step", hop.Step);
        row.Set("er_ttl", hop.EchoReplyTtl);
        foreach (var key in TntWords.Keys)
            row[key] = string.Join('|', TntWords.Of(hop, key));
        row["marks"] = string.Join('|', new[] { (TntDiscovery.Incomplete, "incomplete"), (TntDiscovery.BeforeSilentIngress, "before_silent_ingress") }
            .Where(mark => hop.Discovery.HasFlag(mark.Item1)).Select(mark => mark.Item2));
    }

    private static void AddHop(CsvRow row, TraceHop hop)
    {
        row.Set("ttl", hop.ProbeTtl);
        row.Set("probe", hop.Attempt);
        row.Set("addr", hop.Address);
        row.Set("rtt_us", hop.RttMicroseconds);
        row.Set("sent", hop.Sent);
        row.Set("reply_ttl", hop.ReplyTtl);
        row.Set("reply_tos", hop.ReplyTos);
        row.Set("reply_ipid", hop.ReplyIpId);
        row.Set("reply_size", hop.ReplySize);
        row.Set("protocol", hop.Flags.HasFlag(HopFlags.Tcp) ? 6 : hop.Flags.HasFlag(HopFlags.Udp) ? 17 : 1);
        if (hop.IsIcmp)
        {
            row.Set("icmp_type", hop.IcmpType);
            row.Set("icmp_code", hop.IcmpCode);
        }
        if (hop.Flags.HasFlag(HopFlags.Tcp))
            row.Set("tcp_flags", hop.TcpFlags);
        if (hop.Quotes)
        {
            row.Set("quoted_ttl", hop.QuotedTtl);
            row.Set("quoted_length", hop.QuotedLength);
            row.Set("quoted_tos", hop.QuotedTos);
        }
        if (hop.NextHopMtu > 0)
            row.Set("next_hop_mtu", hop.NextHopMtu);
        row["labels"] = CsvLabels.Text(hop.Extensions);
    }

    private static void AddReply(CsvRow row, PingReply reply)
    {
        row.Set("probe", reply.Probe);
        row.Set("addr", reply.Address);
        row.Set("rtt_us", reply.RttMicroseconds);
        row.Set("sent", reply.Sent);
        row.Set("reply_ttl", reply.ReplyTtl);
        row.Set("reply_ipid", reply.Address.Kind == AddressKind.IPv6 ? reply.ReplyIpId32 : reply.ReplyIpId);
        row.Set("reply_size", reply.ReplySize);
        row.Set("protocol", reply.Protocol);
        if (reply.Protocol is 1 or 58)
        {
            row.Set("icmp_type", reply.IcmpType);
            row.Set("icmp_code", reply.IcmpCode);
        }
        if (reply.Protocol == 6)
            row.Set("tcp_flags", reply.TcpFlags);
    }
}
