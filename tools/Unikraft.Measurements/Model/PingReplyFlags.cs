namespace Unikraft.Measurements;

/// <summary>What is known about a reply of a ping, with the bits of warts.</summary>
[Flags]
public enum PingReplyFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The TTL of the reply.</summary>
    ReplyTtl = 0x01,

    /// <summary>The IP id of the reply.</summary>
    ReplyIpId = 0x02,

    /// <summary>The IP id of the probe.</summary>
    ProbeIpId = 0x04,
}
