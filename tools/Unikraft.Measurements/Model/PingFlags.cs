namespace Unikraft.Measurements;

/// <summary>Options of a ping, with the bits of warts.</summary>
[Flags]
public enum PingFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Record route (IP option).</summary>
    RecordRoute = 0x01,

    /// <summary>From an address of somebody else.</summary>
    Spoof = 0x02,

    /// <summary><see cref="PingRecord.Data"/> is the whole payload, not a pattern.</summary>
    Payload = 0x04,

    /// <summary>Time stamps (IP option) without addresses.</summary>
    StampsOnly = 0x08,

    /// <summary>Time stamps (IP option) with addresses.</summary>
    StampsAndAddresses = 0x10,

    /// <summary>With the ICMP checksum of <see cref="PingRecord.IcmpChecksum"/>.</summary>
    IcmpChecksum = 0x20,

    /// <summary>Time stamps of the data link.</summary>
    Datalink = 0x40,

    /// <summary>Made-up "packet too big" messages.</summary>
    TooBigTrick = 0x80,

    /// <summary>The source address is left out of the probes' record.</summary>
    NoSource = 0x100,
}
