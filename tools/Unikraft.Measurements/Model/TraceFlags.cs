namespace Unikraft.Measurements;

/// <summary>Options of a trace, with the bits of warts.</summary>
[Flags]
public enum TraceFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All attempts were sent, also when answered.</summary>
    AllAttempts = 0x01,

    /// <summary>With path MTU discovery.</summary>
    PathMtu = 0x02,

    /// <summary>Time stamps of the data link.</summary>
    Datalink = 0x04,

    /// <summary>A time-exceeded message from the destination does not end the trace.</summary>
    IgnoreDestinationTimeExceeded = 0x08,

    /// <summary>Doubletree.</summary>
    Doubletree = 0x10,

    /// <summary><see cref="TraceRecord.DestinationPort"/> is an ICMP checksum.</summary>
    IcmpChecksum = 0x20,

    /// <summary>The payload stays the same.</summary>
    ConstantPayload = 0x40,

    /// <summary>Error queue of the socket; in the layout of 2018: a TNT trace.</summary>
    ErrorQueue = 0x80,

    /// <summary>Host names were looked up.</summary>
    HostNames = 0x100,
}
