namespace Unikraft.Measurements;

/// <summary>How a trace probes, with the numbers of warts.</summary>
public enum TraceMethod : byte
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>Echo requests with a varying checksum.</summary>
    Icmp = 1,

    /// <summary>UDP to rising ports.</summary>
    Udp = 2,

    /// <summary>TCP SYN.</summary>
    Tcp = 3,

    /// <summary>Echo requests of one flow.</summary>
    IcmpParis = 4,

    /// <summary>UDP of one flow.</summary>
    UdpParis = 5,

    /// <summary>TCP ACK.</summary>
    TcpAck = 6,
}
