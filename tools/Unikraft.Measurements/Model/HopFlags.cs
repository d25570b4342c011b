namespace Unikraft.Measurements;

/// <summary>What is known about a reply of a trace, with the bits of warts.</summary>
[Flags]
public enum HopFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The kernel took the time of receiving.</summary>
    ReceiveStamp = 0x01,

    /// <summary>The data link took the time of sending.</summary>
    DatalinkSend = 0x02,

    /// <summary>The data link took the time of receiving.</summary>
    DatalinkReceive = 0x04,

    /// <summary>The round-trip time is from a cycle counter.</summary>
    CycleCounter = 0x08,

    /// <summary>The TTL of the reply is known.</summary>
    ReplyTtl = 0x10,

    /// <summary>The reply is a TCP segment.</summary>
    Tcp = 0x20,

    /// <summary>The reply is a UDP datagram.</summary>
    Udp = 0x40,
}
