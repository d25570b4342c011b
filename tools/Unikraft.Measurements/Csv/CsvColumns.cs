namespace Unikraft.Measurements.Csv;

/// <summary>The columns of our CSV; a row is a reply, or a measurement without any (docs/measurements.md).</summary>
internal static class CsvColumns
{
    /// <summary>Columns in their order. Those before <c>ttl</c> are of the measurement and equal in all of its rows.</summary>
    public static readonly string[] All =
    [
        "record", "number", "list", "list_id", "cycle", "method", "src", "dst", "userid", "start", "stop_reason", "stop_data", "result", "sport", "dport",
        "flags", "ttl_first", "attempts", "tos", "probe_size", "hop_count", "probes", "probes_reported", "probes_once",
        "ttl", "probe", "addr", "rtt_us", "sent", "reply_ttl", "reply_tos", "reply_ipid", "reply_size", "protocol",
        "icmp_type", "icmp_code", "tcp_flags", "quoted_ttl", "quoted_length", "quoted_tos", "next_hop_mtu", "labels",
        "position", "revealed", "step", "er_ttl", "roles", "kinds", "triggers", "methods", "stop", "failure_triggers", "failure", "marks",
        "link", "from", "to", "hop", "flow", "probedef", "probedef_method", "probe_ipid",
    ];

    /// <summary>Number of columns of the measurement.</summary>
    public static readonly int Shared = Array.IndexOf(All, "ttl");

    /// <summary>The first line.</summary>
    public static readonly string Header = string.Join(',', All);
}
