using System.Buffers.Binary;
using Unikraft.Measurements.Tnt;

namespace Unikraft.Measurements.Json;

/// <summary>Lines of TNT's JSON (docs/tnt.md).</summary>
internal static class TntJson
{
    public static TraceRecord Trace(JsonFields line)
    {
        var hops = line.List("hops", Hop);
        return new TraceRecord
        {
            Offset = line.Offset,
            Method = ScamperJson.Word(line, "method", Names.TraceMethod),
            Source = line.Text("src") == "*" ? default : line.Address("src"),
            Destination = line.Address("dst"),
            UserId = line.U32("userid"),
            Start = line.Time("start"),
            StopReason = ScamperJson.Word(line, "stop_reason", Names.StopReason),
            StopData = line.U8("stop_data"),
            FirstHop = line.U8("first_ttl"),
            HopCount = (ushort)Math.Min(hops.Count(hop => !hop.IsRevealed), ushort.MaxValue),
            Hops = [.. hops.Where(hop => !hop.IsRevealed && hop.Reply is not null).Select(hop => hop.Reply!)],
            Tnt = line.Flag("annotated")
                ? new TntPath
                {
                    ProbesReported = line.U32("probes_reported"),
                    ProbesOnce = line.U32("probes_once"),
                    Account = TntEvidenceJson.Account(line),
                    Run = TntEvidenceJson.Run(line),
                    Searches = TntEvidenceJson.Searches(line),
                    Hops = hops,
                }
                : null,
        };
    }

    private static TntHop Hop(JsonFields line)
    {
        var isRevealed = line.Flag("revealed");
        var hop = new TntHop
        {
            Position = line.U16("position"),
            Reply = line.Flag("silent") ? null : Reply(line),
            IsRevealed = isRevealed,
            Step = line.U8("step"),
            EchoReplyTtl = line.U8("er_ttl"),
            Discovery = (isRevealed ? TntDiscovery.Revealed : 0)
                | (line.Flag("incomplete") ? TntDiscovery.Incomplete : 0)
                | (line.Flag("before_silent_ingress") ? TntDiscovery.BeforeSilentIngress : 0),
            Reasons = line.List("reasons", TntEvidenceJson.Reason),
            Doubts = TntEvidenceJson.Doubts(line),
        };
        foreach (var key in TntWords.Keys)
        {
            foreach (var word in line.Texts(key))
                hop = TntWords.With(hop, key, word) ?? throw line.Wrong(key, $"has an unknown value '{word}'");
        }
        return hop;
    }

    private static TraceHop Reply(JsonFields line)
    {
        var labels = line.List("labels", label => new LabelStackEntry(label.U32("label"), label.U8("exp"), label.U8("bottom") != 0, label.U8("ttl")));
        var stack = new byte[4 * labels.Count];
        for (var i = 0; i < labels.Count; i++)
            BinaryPrimitives.WriteUInt32BigEndian(stack.AsSpan(4 * i), labels[i].Bits);
        return new TraceHop
        {
            Address = line.Address("addr"),
            ProbeTtl = line.U8("probe_ttl"),
            Attempt = line.U8("attempt"),
            RttMicroseconds = line.Microseconds("rtt"),
            Flags = HopFlags.ReplyTtl,
            ReplyTtl = line.U8("reply_ttl"),
            IcmpType = line.U8("icmp_type"),
            IcmpCode = line.U8("icmp_code"),
            QuotedTtl = line.U8("qttl"),
            Sent = line.Time("tx"),
            Extensions = labels.Count == 0 ? [] : [new IcmpExtension(1, 1, stack)],
        };
    }
}
