namespace Unikraft.Measurements;

/// <summary>How a ping probes, with the numbers of warts.</summary>
public enum PingMethod : byte
{
    /// <summary>Echo requests.</summary>
    IcmpEcho = 0,

    /// <summary>TCP ACK.</summary>
    TcpAck = 1,

    /// <summary>TCP ACK from rising ports.</summary>
    TcpAckSport = 2,

    /// <summary>UDP.</summary>
    Udp = 3,

    /// <summary>UDP to rising ports.</summary>
    UdpDport = 4,

    /// <summary>ICMP time stamp requests.</summary>
    IcmpTime = 5,

    /// <summary>TCP SYN.</summary>
    TcpSyn = 6,

    /// <summary>TCP SYN ACK.</summary>
    TcpSynAck = 7,

    /// <summary>TCP RST.</summary>
    TcpRst = 8,
}
