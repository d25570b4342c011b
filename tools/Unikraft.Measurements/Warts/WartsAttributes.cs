using Unikraft.Measurements.Tnt;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Attributes behind the hops of a trace: 4 bits of type, 12 bits of length (scamper.md section 7).</summary>
internal sealed class WartsAttributes(WartsHop hop)
{
    private readonly List<TraceAttribute> _others = [];

    public IReadOnlyList<TraceHop> LastDitch { get; private set; } = [];

    public PathMtu? PathMtu { get; private set; }

    public DoubletreeResult? Doubletree { get; private set; }

    public TntAttribute? Tnt { get; private set; }

    public IReadOnlyList<TraceAttribute> Others => _others;

    public void Read(ref WartsFields fields)
    {
        while (fields.U16() is var header and not 0)
        {
            var (type, length) = ((byte)(header >> 12), header & 0xfff);
            var part = fields.Part(length);
            switch (type)
            {
                case 1:
                    PathMtu = ReadPathMtu(ref part);
                    break;
                case 2:
                    part.Block();
                    LastDitch = hop.List(ref part);
                    break;
                case 3:
                    Doubletree = ReadDoubletree(ref part);
                    break;
                default:
                    Keep(type, ref part);
                    break;
            }
        }
    }

    private void Keep(byte type, ref WartsFields part)
    {
        var offset = part.Offset;
        var data = part.Bytes(part.Left).ToArray();
        if (type != TntAttribute.Type || !(Tnt ??= new TntAttribute()).TryAdd(data, offset))
            _others.Add(new TraceAttribute(type, data));
    }

    private PathMtu ReadPathMtu(ref WartsFields part)
    {
        var v = new WartsValues([U16, U16, U16, U8, U8]).Read(part.Block());
        var result = new PathMtu { InterfaceMtu = v.U16(1), Mtu = v.U16(2), OutgoingMtu = v.U16(3), Version = v.U8(4), Hops = hop.List(ref part) };
        var notes = new List<PathMtuNote>();
        for (var i = 0; i < v.U8(5); i++)
        {
            var note = new WartsValues([U8, U16, U16]).Read(part.Block());
            notes.Add(new PathMtuNote(note.U8(1), note.U16(2), note.Has(3) ? result.Hops.ElementAtOrDefault(note.U16(3)) : null));
        }
        return result with { Notes = notes };
    }

    private static DoubletreeResult ReadDoubletree(ref WartsFields part)
    {
        // 1 and 2 are numbers in the old table of addresses.
        var v = new WartsValues([U32, U32, U8, WartsField.Address, WartsField.Address, Text, U8]).Read(part.Block());
        return new DoubletreeResult { FirstTtl = v.U8(3), LocalStop = v.Address(4), GlobalStop = v.Address(5), LocalStopSet = v.Text(6), Flags = v.U8(7) };
    }
}
