namespace Unikraft.Measurements;

/// <summary>One reply to one probe of a ping.</summary>
public sealed record PingReply
{
    /// <summary>Who replied.</summary>
    public Address Address { get; init; }

    /// <summary>Number of the probe, from 0.</summary>
    public ushort Probe { get; init; }

    /// <summary>What is known.</summary>
    public PingReplyFlags Flags { get; init; }

    /// <summary>IP protocol of the reply; 1: ICMP.</summary>
    public byte Protocol { get; init; } = 1;

    /// <summary>TTL of the reply.</summary>
    public byte ReplyTtl { get; init; }

    /// <summary>IP length of the reply.</summary>
    public ushort ReplySize { get; init; }

    /// <summary>IP id of the reply.</summary>
    public ushort ReplyIpId { get; init; }

    /// <summary>IP id of the reply, of a fragment header of IPv6.</summary>
    public uint ReplyIpId32 { get; init; }

    /// <summary>IP id of the probe.</summary>
    public ushort ProbeIpId { get; init; }

    /// <summary>Round-trip time in microseconds.</summary>
    public uint RttMicroseconds { get; init; }

    /// <summary>When the probe was sent.</summary>
    public UnixTime Sent { get; init; }

    /// <summary>ICMP type of an ICMP reply.</summary>
    public byte IcmpType { get; init; }

    /// <summary>ICMP code of an ICMP reply.</summary>
    public byte IcmpCode { get; init; }

    /// <summary>TCP flags of a TCP reply.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>Routers of the record-route option.</summary>
    public IReadOnlyList<Address> RecordRoute { get; init; } = [];

    /// <summary>Values of the time-stamp option.</summary>
    public IReadOnlyList<uint> Stamps { get; init; } = [];

    /// <summary>Routers of the time-stamp option; empty when it asked for values only.</summary>
    public IReadOnlyList<Address> StampRouters { get; init; } = [];

    /// <summary>Originate, receive and transmit time of an ICMP time-stamp reply, in milliseconds since midnight UTC; empty for others.</summary>
    public IReadOnlyList<uint> IcmpTimes { get; init; } = [];
}
