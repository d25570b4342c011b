namespace Unikraft.Measurements;

/// <summary>What tells the flows of a load-balancer discovery apart.</summary>
public enum TracelbMethod : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The UDP destination port.</summary>
    UdpDestinationPort = 1,

    /// <summary>The checksum of ICMP echo requests.</summary>
    IcmpEcho = 2,

    /// <summary>The UDP source port.</summary>
    UdpSourcePort = 3,

    /// <summary>The TCP source port of SYN segments.</summary>
    TcpSourcePort = 4,

    /// <summary>The TCP source port of ACK segments.</summary>
    TcpAckSourcePort = 5,
}
