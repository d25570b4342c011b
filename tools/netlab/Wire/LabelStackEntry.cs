namespace Netlab.Wire;

/// <summary>One MPLS label stack entry (RFC 3032 section 2.1), as a time-exceeded message shows it.</summary>
/// <param name="Label">20 bits.</param>
/// <param name="Ttl">TTL as received.</param>
internal readonly record struct LabelStackEntry(int Label, byte Ttl)
{
    /// <summary>The entry in network order as a number, class 0.</summary>
    /// <param name="bottom">Whether it is the last one of the stack.</param>
    public uint Encode(bool bottom) => ((uint)Label << 12) | (bottom ? 0x100u : 0) | Ttl;
}
