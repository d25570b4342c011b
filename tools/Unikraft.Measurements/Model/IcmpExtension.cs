using System.Buffers.Binary;

namespace Unikraft.Measurements;

/// <summary>An extension object of an ICMP message (RFC 4884).</summary>
/// <param name="Class">Class number; 1: MPLS label stack.</param>
/// <param name="Type">Type in the class.</param>
/// <param name="Data">Its bytes without the header.</param>
public sealed record IcmpExtension(byte Class, byte Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether it is a label stack (RFC 4950).</summary>
    public bool IsLabelStack => Class == 1 && Type == 1;

    /// <summary>The entries of a label stack, the top first; empty for other objects.</summary>
    public IReadOnlyList<LabelStackEntry> Labels
    {
        get
        {
            if (!IsLabelStack)
                return [];
            var labels = new LabelStackEntry[Data.Length / 4];
            for (var i = 0; i < labels.Length; i++)
                labels[i] = LabelStackEntry.Of(BinaryPrimitives.ReadUInt32BigEndian(Data.Span[(4 * i)..]));
            return labels;
        }
    }
}
