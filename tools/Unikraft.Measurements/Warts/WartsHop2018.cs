using Unikraft.Measurements.Tnt;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Replies in the layout of TNT of 2018: parameters 20 to 25 are the annotation (tnt.md section 12).</summary>
internal sealed class WartsHop2018
{
    private readonly WartsValues _values = new([.. WartsHop.Common, U8, U8, U8, U16, U8, U8]);

    /// <summary>Whether the last reply fitted this layout to the byte.</summary>
    public bool IsExact => _values.IsExact;

    /// <summary>Reads a reply.</summary>
    public Tnt2018Hop Read(WartsBlock block)
    {
        var v = _values.Read(block);
        return new Tnt2018Hop(v.U8(25), WartsHop.Build(v), v.U8(20), (TntTags)v.U8(21), (TntFailures)v.U8(22), (TntDiscovery)v.U16(23), v.U8(24));
    }
}
