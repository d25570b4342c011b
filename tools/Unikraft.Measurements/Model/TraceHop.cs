namespace Unikraft.Measurements;

/// <summary>One reply to one probe of a trace.</summary>
public sealed record TraceHop
{
    /// <summary>Who replied.</summary>
    public Address Address { get; init; }

    /// <summary>TTL of the probe.</summary>
    public byte ProbeTtl { get; init; }

    /// <summary>Number of the probe at this TTL, from 0.</summary>
    public byte Attempt { get; init; }

    /// <summary>What is known about the reply.</summary>
    public HopFlags Flags { get; init; }

    /// <summary>TTL of the reply, with <see cref="HopFlags.ReplyTtl"/>.</summary>
    public byte ReplyTtl { get; init; }

    /// <summary>TOS byte of the reply.</summary>
    public byte ReplyTos { get; init; }

    /// <summary>IP length of the reply.</summary>
    public ushort ReplySize { get; init; }

    /// <summary>IP id of the reply.</summary>
    public ushort ReplyIpId { get; init; }

    /// <summary>IP length of the probe.</summary>
    public ushort ProbeSize { get; init; }

    /// <summary>Round-trip time in microseconds.</summary>
    public uint RttMicroseconds { get; init; }

    /// <summary>When the probe was sent.</summary>
    public UnixTime Sent { get; init; }

    /// <summary>ICMP type, unless the reply is TCP or UDP.</summary>
    public byte IcmpType { get; init; }

    /// <summary>ICMP code, unless the reply is TCP or UDP.</summary>
    public byte IcmpCode { get; init; }

    /// <summary>TCP flags, with <see cref="HopFlags.Tcp"/>.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>MTU of the next hop, of "fragmentation needed"; else 0.</summary>
    public ushort NextHopMtu { get; init; }

    /// <summary>IP length of the probe as quoted.</summary>
    public ushort QuotedLength { get; init; }

    /// <summary>TTL of the probe as quoted.</summary>
    public byte QuotedTtl { get; init; }

    /// <summary>TOS byte of the probe as quoted.</summary>
    public byte QuotedTos { get; init; }

    /// <summary>Extension objects of the message.</summary>
    public IReadOnlyList<IcmpExtension> Extensions { get; init; } = [];

    /// <summary>Host name; null: not looked up.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the reply is an ICMP message.</summary>
    public bool IsIcmp => (Flags & (HopFlags.Tcp | HopFlags.Udp)) == 0;

    /// <summary>Whether the message quotes the probe: time exceeded, unreachable, packet too big.</summary>
    public bool Quotes => IsIcmp && (Address.Kind == AddressKind.IPv6 ? IcmpType is 1 or 2 or 3 : IcmpType is 3 or 11);

    /// <summary>Whether the probe was too big for the next hop.</summary>
    public bool NeedsFragmentation => IsIcmp && (Address.Kind == AddressKind.IPv6 ? IcmpType == 2 : IcmpType == 3 && IcmpCode == 4);

    /// <summary>Label stack entries of all extensions, the top first.</summary>
    public IEnumerable<LabelStackEntry> Labels => Extensions.SelectMany(extension => extension.Labels);
}
