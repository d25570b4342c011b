using System.Buffers.Binary;
using Unikraft.Measurements.Reading;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Replies of a trace (scamper.md section 7).</summary>
internal sealed class WartsHop
{
    /// <summary>Parameters 1 to 19, which all layouts share.</summary>
    public static readonly WartsField[] Common =
        [U32, U8, U8, U8, U8, U32, U16, U16, U16, U16, U8, U16, U16, U8, U8, U8, Blob, WartsField.Address, Time];

    private readonly WartsValues _values = new([.. Common, Text]);

    /// <summary>Reads a count and as many replies.</summary>
    public IReadOnlyList<TraceHop> List(ref WartsFields fields)
    {
        var count = fields.U16();
        // The count may be a lie; a list grows by what is there.
        var hops = new List<TraceHop>(Math.Min(count, fields.Left / 16));
        for (var i = 0; i < count; i++)
            hops.Add(Build(_values.Read(fields.Block()), 20));
        return hops;
    }

    /// <summary>Makes a reply from its parameters.</summary>
    public static TraceHop Build(WartsValues v, int name = 0)
    {
        var hop = new TraceHop
        {
            ProbeTtl = v.U8(2),
            ReplyTtl = v.U8(3),
            Flags = (HopFlags)v.U8(4),
            Attempt = v.U8(5),
            RttMicroseconds = v.U32(6),
            IcmpType = (byte)(v.U16(7) >> 8),
            IcmpCode = (byte)v.U16(7),
            ProbeSize = v.U16(8),
            ReplySize = v.U16(9),
            ReplyIpId = v.U16(10),
            ReplyTos = v.U8(11),
            NextHopMtu = v.U16(12),
            QuotedLength = v.U16(13),
            QuotedTtl = v.U8(14),
            TcpFlags = v.U8(15),
            QuotedTos = v.U8(16),
            Extensions = v.Has(17) ? Extensions(v.Bytes(17), v.Offset(17) + 2) : [],
            Address = v.Address(18),
            Sent = v.Time(19),
            Name = name == 0 ? null : v.Text(name),
        };
        if (!hop.Quotes || (v.Has(13) && v.Has(14)))
            return hop;
        // A writer leaves out what is as expected.
        return hop with { QuotedLength = v.Has(13) ? hop.QuotedLength : hop.ProbeSize, QuotedTtl = v.Has(14) ? hop.QuotedTtl : (byte)1 };
    }

    /// <summary>Takes apart extension objects: data length, class, type, data.</summary>
    public static IcmpExtension[] Extensions(byte[] data, long offset)
    {
        var extensions = new List<IcmpExtension>();
        for (var at = 0; at < data.Length;)
        {
            var left = data.Length - at - 4;
            var length = left < 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));
            if (left < length)
                throw Faults.DoesNotFit("an ICMP extension", offset + at);
            extensions.Add(new IcmpExtension(data[at + 2], data[at + 3], data.AsMemory(at + 4, length)));
            at += 4 + length;
        }
        return [.. extensions];
    }
}
