namespace Unikraft.Measurements;

/// <summary>A finished ping. What a format does not say is 0, empty or null.</summary>
public sealed record PingRecord : Record
{
    /// <summary>The list it belongs to.</summary>
    public ListRecord? List { get; init; }

    /// <summary>The cycle it belongs to.</summary>
    public CycleRecord? Cycle { get; init; }

    /// <summary>Who probed.</summary>
    public Address Source { get; init; }

    /// <summary>Whom.</summary>
    public Address Destination { get; init; }

    /// <summary>When it started.</summary>
    public UnixTime Start { get; init; }

    /// <summary>How it probed.</summary>
    public PingMethod Method { get; init; }

    /// <summary>Why it ended.</summary>
    public PingStopReason StopReason { get; init; }

    /// <summary>More about that; see <see cref="PingStopReason"/>.</summary>
    public byte StopData { get; init; }

    /// <summary>TTL of the probes.</summary>
    public byte Ttl { get; init; }

    /// <summary>TOS byte of the probes.</summary>
    public byte Tos { get; init; }

    /// <summary>Seconds between probes ..</summary>
    public byte WaitSeconds { get; init; }

    /// <summary>.. and the microseconds of them.</summary>
    public uint WaitMicroseconds { get; init; }

    /// <summary>Seconds to wait after the last probe.</summary>
    public byte TimeoutSeconds { get; init; }

    /// <summary>Options.</summary>
    public PingFlags Flags { get; init; }

    /// <summary>Sequence number of TCP probes.</summary>
    public uint TcpSequence { get; init; }

    /// <summary>Acknowledgement number of TCP probes.</summary>
    public uint TcpAcknowledgement { get; init; }

    /// <summary>Routers that were asked for time stamps (IP option).</summary>
    public IReadOnlyList<Address> StampedRouters { get; init; } = [];

    /// <summary>Probes asked for.</summary>
    public ushort ProbeCount { get; init; }

    /// <summary>Probes sent.</summary>
    public ushort ProbesSent { get; init; }

    /// <summary>IP length of a probe.</summary>
    public ushort ProbeSize { get; init; }

    /// <summary>Replies that end it; 0: never.</summary>
    public ushort StopCount { get; init; }

    /// <summary>Source port; ICMP: the id.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; ICMP: the first sequence number.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>ICMP checksum asked for; 0: none.</summary>
    public ushort IcmpChecksum { get; init; }

    /// <summary>MTU asked for in a made-up "packet too big"; 0: none.</summary>
    public ushort PseudoMtu { get; init; }

    /// <summary>A number of the user.</summary>
    public uint UserId { get; init; }

    /// <summary>Payload of the user.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Replies, ordered by probe.</summary>
    public IReadOnlyList<PingReply> Replies { get; init; } = [];
}
