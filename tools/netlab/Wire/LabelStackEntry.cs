namespace Netlab.Wire;

/// <summary>One MPLS label stack entry (RFC 3032 section 2.1), as a time-exceeded message shows it.</summary>
/// <param name="Label">20 bits.</param>
/// <param name="Ttl">TTL as received.</param>
internal readonly record struct LabelStackEntry(int Label, byte Ttl)
{
    /// <summary>The entry in network order as a number, class 0, bottom of the stack.</summary>
    public uint Encode() => ((uint)Label << 12) | 0x100u | Ttl;
}
