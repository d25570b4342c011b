namespace Unikraft.Measurements;

/// <summary>How an alias resolution works, with the numbers of warts.</summary>
public enum DealiasMethod : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>One address is probed; an answer from another one shows an alias.</summary>
    Mercator = 1,

    /// <summary>Two addresses are probed in turn; IP ids of one counter show aliases.</summary>
    Ally = 2,

    /// <summary>Many addresses are probed in rounds; what their IP ids mean is left to the reader.</summary>
    Radargun = 3,

    /// <summary>An alias of an address is looked for in the prefix of another one.</summary>
    PrefixScan = 4,

    /// <summary>The counter of one address is pushed ahead to see whether that of the other one follows.</summary>
    Bump = 5,
}

/// <summary>What an alias resolution found, with the numbers of warts.</summary>
public enum DealiasResult : byte
{
    /// <summary>Nothing; radargun never says more.</summary>
    None = 0,

    /// <summary>The addresses belong to one device.</summary>
    Aliases = 1,

    /// <summary>They do not.</summary>
    NotAliases = 2,

    /// <summary>It was stopped.</summary>
    Halted = 3,

    /// <summary>The replies repeat the IP ids of the probes, so they show nothing.</summary>
    IpIdEcho = 4,
}

/// <summary>How a probe of an alias resolution is made, with the numbers of warts.</summary>
public enum DealiasProbeMethod : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Echo requests.</summary>
    IcmpEcho = 1,

    /// <summary>TCP ACK.</summary>
    TcpAck = 2,

    /// <summary>UDP.</summary>
    Udp = 3,

    /// <summary>TCP ACK from rising ports.</summary>
    TcpAckSport = 4,

    /// <summary>UDP to rising ports.</summary>
    UdpDport = 5,

    /// <summary>TCP SYN from rising ports.</summary>
    TcpSynSport = 6,
}

/// <summary>Options of an alias resolution, with the bits of warts.</summary>
[Flags]
public enum DealiasFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Ally and prefixscan: IP ids count as they are, not with their bytes swapped. Radargun: each round probes in another order.</summary>
    NoByteSwap = 0x01,

    /// <summary>The bit of prefixscan that the tools call <c>csa</c>.</summary>
    Csa = 0x02,
}
