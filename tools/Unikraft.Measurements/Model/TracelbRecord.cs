namespace Unikraft.Measurements;

/// <summary>A finished load-balancer discovery (tracelb): a graph of routers, and the probes that showed its links.</summary>
public sealed record TracelbRecord : Record
{
    /// <summary>The list it belongs to.</summary>
    public ListRecord? List { get; init; }

    /// <summary>The cycle it belongs to.</summary>
    public CycleRecord? Cycle { get; init; }

    /// <summary>Who probed.</summary>
    public Address Source { get; init; }

    /// <summary>Where to.</summary>
    public Address Destination { get; init; }

    /// <summary>The router that was asked for.</summary>
    public Address Router { get; init; }

    /// <summary>When it started.</summary>
    public UnixTime Start { get; init; }

    /// <summary>How it probed.</summary>
    public TracelbMethod Method { get; init; }

    /// <summary>Source port of the first flow; ICMP: the id.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port of the first flow.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>IP length of the probes.</summary>
    public ushort ProbeSize { get; init; }

    /// <summary>First TTL.</summary>
    public byte FirstHop { get; init; }

    /// <summary>Seconds to wait for a reply.</summary>
    public byte WaitSeconds { get; init; }

    /// <summary>Least time between probes, in 10 ms.</summary>
    public byte WaitProbe { get; init; }

    /// <summary>Most attempts for a probe.</summary>
    public byte Attempts { get; init; }

    /// <summary>Confidence in percent that all branches were seen.</summary>
    public byte Confidence { get; init; }

    /// <summary>TOS byte of the probes.</summary>
    public byte Tos { get; init; }

    /// <summary>Silent hops in a row before a branch ends.</summary>
    public byte GapLimit { get; init; }

    /// <summary>Probes sent.</summary>
    public uint ProbeCount { get; init; }

    /// <summary>Most probes.</summary>
    public uint MostProbes { get; init; }

    /// <summary>Number given by the user.</summary>
    public uint UserId { get; init; }

    /// <summary>Whether host names were looked up.</summary>
    public bool LooksUpNames { get; init; }

    /// <summary>The routers, as they were found; the last may be the destination. Those that no link begins at stand last when they come from JSON or CSV, and JSON does not tell the addresses of all.</summary>
    public IReadOnlyList<TracelbNode> Nodes { get; init; } = [];

    /// <summary>What lies between them.</summary>
    public IReadOnlyList<TracelbLink> Links { get; init; } = [];
}

/// <summary>A router of a <see cref="TracelbRecord"/>.</summary>
/// <param name="Address">Its address.</param>
/// <param name="QuotedTtl">TTL of the probe as quoted by its first reply; null: it quoted none.</param>
/// <param name="Name">Host name; null: not looked up.</param>
public sealed record TracelbNode(Address Address, byte? QuotedTtl, string? Name);

/// <summary>A link of a <see cref="TracelbRecord"/>. Several sets: the routers in between could not be told apart by flow.</summary>
/// <param name="From">Index of the node it begins at.</param>
/// <param name="To">Index of the node it ends at; null: the way was lost.</param>
/// <param name="Sets">For each hop behind <paramref name="From"/> its probes.</param>
public sealed record TracelbLink(int From, int? To, IReadOnlyList<IReadOnlyList<TracelbProbe>> Sets);

/// <summary>A probe of a <see cref="TracelbRecord"/>.</summary>
public sealed record TracelbProbe
{
    /// <summary>When it was sent.</summary>
    public UnixTime Sent { get; init; }

    /// <summary>The port or checksum that makes its flow; null: JSON says only that one flow or several got no answer.</summary>
    public ushort? Flow { get; init; }

    /// <summary>Its TTL.</summary>
    public byte Ttl { get; init; }

    /// <summary>Attempt, from 0.</summary>
    public byte Attempt { get; init; }

    /// <summary>What came back.</summary>
    public IReadOnlyList<TracelbReply> Replies { get; init; } = [];
}

/// <summary>A reply to a <see cref="TracelbProbe"/>.</summary>
public sealed record TracelbReply
{
    /// <summary>Who replied.</summary>
    public Address Address { get; init; }

    /// <summary>When it arrived.</summary>
    public UnixTime Received { get; init; }

    /// <summary>IP id of the reply.</summary>
    public ushort IpId { get; init; }

    /// <summary>TTL of the reply.</summary>
    public byte Ttl { get; init; }

    /// <summary>Whether it is a TCP segment, not an ICMP message.</summary>
    public bool IsTcp { get; init; }

    /// <summary>ICMP type.</summary>
    public byte IcmpType { get; init; }

    /// <summary>ICMP code.</summary>
    public byte IcmpCode { get; init; }

    /// <summary>TCP flags.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>TTL of the probe as quoted.</summary>
    public byte QuotedTtl { get; init; }

    /// <summary>TOS byte of the probe as quoted.</summary>
    public byte QuotedTos { get; init; }

    /// <summary>Extension objects of the message.</summary>
    public IReadOnlyList<IcmpExtension> Extensions { get; init; } = [];
}
