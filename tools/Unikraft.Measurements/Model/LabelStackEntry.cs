namespace Unikraft.Measurements;

/// <summary>An entry of an MPLS label stack (RFC 3032).</summary>
/// <param name="Label">Label, 20 bits.</param>
/// <param name="Experimental">Traffic class, 3 bits.</param>
/// <param name="IsBottom">Whether it is the last of the stack.</param>
/// <param name="Ttl">Its TTL.</param>
public readonly record struct LabelStackEntry(uint Label, byte Experimental, bool IsBottom, byte Ttl)
{
    /// <summary>Takes apart the four bytes of an entry.</summary>
    public static LabelStackEntry Of(uint bits) => new(bits >> 12, (byte)((bits >> 9) & 7), (bits & 0x100) != 0, (byte)bits);

    /// <summary>The four bytes of the entry.</summary>
    public uint Bits => (Label << 12) | ((uint)Experimental << 9) | (IsBottom ? 0x100u : 0) | Ttl;
}
