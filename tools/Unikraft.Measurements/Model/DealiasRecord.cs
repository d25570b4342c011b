namespace Unikraft.Measurements;

/// <summary>A finished alias resolution (dealias): which addresses belong to one device. What a format or the method does not say is 0, empty or null.</summary>
public sealed record DealiasRecord : Record
{
    /// <summary>The list it belongs to.</summary>
    public ListRecord? List { get; init; }

    /// <summary>The cycle it belongs to.</summary>
    public CycleRecord? Cycle { get; init; }

    /// <summary>When it started.</summary>
    public UnixTime Start { get; init; }

    /// <summary>How it works.</summary>
    public DealiasMethod Method { get; init; }

    /// <summary>What it found.</summary>
    public DealiasResult Result { get; init; }

    /// <summary>Options.</summary>
    public DealiasFlags Flags { get; init; }

    /// <summary>Number given by the user.</summary>
    public uint UserId { get; init; }

    /// <summary>Most attempts for a probe; radargun: rounds.</summary>
    public ushort Attempts { get; init; }

    /// <summary>Milliseconds between probes; not of mercator.</summary>
    public ushort WaitProbeMilliseconds { get; init; }

    /// <summary>Milliseconds between rounds of radargun.</summary>
    public uint WaitRoundMilliseconds { get; init; }

    /// <summary>Seconds to wait for a reply; not of bump.</summary>
    public byte TimeoutSeconds { get; init; }

    /// <summary>How far apart IP ids of one counter may be; of ally and prefixscan.</summary>
    public ushort Fudge { get; init; }

    /// <summary>How far the counter may be pushed; of bump.</summary>
    public ushort BumpLimit { get; init; }

    /// <summary>What prefixscan looks for; null for the other methods.</summary>
    public DealiasPrefix? Prefix { get; init; }

    /// <summary>The kinds of probes.</summary>
    public IReadOnlyList<DealiasDefinition> Definitions { get; init; } = [];

    /// <summary>The probes in the order of sending.</summary>
    public IReadOnlyList<DealiasProbe> Probes { get; init; } = [];
}

/// <summary>Where a prefixscan looks for an alias.</summary>
public sealed record DealiasPrefix
{
    /// <summary>The address whose alias is looked for.</summary>
    public Address Near { get; init; }

    /// <summary>The address behind it, in whose prefix the alias should be.</summary>
    public Address Far { get; init; }

    /// <summary>Bits of the prefix.</summary>
    public byte Length { get; init; }

    /// <summary>The alias that was found; its kind is None: none.</summary>
    public Address Alias { get; init; }

    /// <summary>Addresses that are not probed.</summary>
    public IReadOnlyList<Address> Excluded { get; init; } = [];

    /// <summary>Replies wanted of an address.</summary>
    public byte ReplyCount { get; init; }
}

/// <summary>A kind of probe of a <see cref="DealiasRecord"/>.</summary>
public sealed record DealiasDefinition
{
    /// <summary>Its number.</summary>
    public uint Id { get; init; }

    /// <summary>How it probes.</summary>
    public DealiasProbeMethod Method { get; init; }

    /// <summary>Who probes.</summary>
    public Address Source { get; init; }

    /// <summary>Whom.</summary>
    public Address Destination { get; init; }

    /// <summary>TTL.</summary>
    public byte Ttl { get; init; }

    /// <summary>TOS byte.</summary>
    public byte Tos { get; init; }

    /// <summary>IP length in bytes; 0: the least.</summary>
    public ushort Size { get; init; }

    /// <summary>MTU in bytes of a made-up "packet too big", which makes replies come in fragments; 0: none.</summary>
    public ushort PseudoMtu { get; init; }

    /// <summary>Source port; ICMP: the id.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; ICMP: the checksum asked for, 0: none.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>TCP flags.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>Whether it is a TCP segment.</summary>
    public bool IsTcp => Method is DealiasProbeMethod.TcpAck or DealiasProbeMethod.TcpAckSport or DealiasProbeMethod.TcpSynSport;
}

/// <summary>A probe of a <see cref="DealiasRecord"/>.</summary>
public sealed record DealiasProbe
{
    /// <summary>Index of its kind in <see cref="DealiasRecord.Definitions"/>.</summary>
    public int Definition { get; init; }

    /// <summary>When it was sent.</summary>
    public UnixTime Sent { get; init; }

    /// <summary>Attempt or round, from 0.</summary>
    public uint Sequence { get; init; }

    /// <summary>IP id; 0 for IPv6, which has none.</summary>
    public ushort IpId { get; init; }

    /// <summary>What came back.</summary>
    public IReadOnlyList<DealiasReply> Replies { get; init; } = [];
}

/// <summary>A reply to a <see cref="DealiasProbe"/>.</summary>
public sealed record DealiasReply
{
    /// <summary>Who replied.</summary>
    public Address Address { get; init; }

    /// <summary>When it arrived.</summary>
    public UnixTime Received { get; init; }

    /// <summary>TTL of the reply.</summary>
    public byte Ttl { get; init; }

    /// <summary>IP id of the reply, for IPv6 that of a fragment header; null: it had none.</summary>
    public uint? IpId { get; init; }

    /// <summary>IP protocol of the reply; 1: ICMP, 58: ICMPv6.</summary>
    public byte Protocol { get; init; } = 1;

    /// <summary>ICMP type of an ICMP reply.</summary>
    public byte IcmpType { get; init; }

    /// <summary>ICMP code of an ICMP reply.</summary>
    public byte IcmpCode { get; init; }

    /// <summary>TTL of the probe as quoted by an ICMP error.</summary>
    public byte QuotedTtl { get; init; }

    /// <summary>TCP flags of a TCP reply.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>Extension objects of an ICMP error.</summary>
    public IReadOnlyList<IcmpExtension> Extensions { get; init; } = [];

    /// <summary>Whether it is an ICMP message.</summary>
    public bool IsIcmp => Protocol is 1 or 58;

    /// <summary>Whether it is an ICMP error that quotes the probe: unreachable or time exceeded.</summary>
    public bool Quotes => Protocol == 58 ? IcmpType is 1 or 3 : Protocol == 1 && IcmpType is 3 or 11;
}
