using Unikraft.Measurements.Tnt;
using static Unikraft.Measurements.Warts.WartsField;

namespace Unikraft.Measurements.Warts;

/// <summary>Trace objects (scamper.md section 7).</summary>
internal sealed class WartsTrace(WartsDefinitions definitions, TntLayout layout)
{
    private static readonly WartsField[] Layout =
    [
        U32, U32, U32, U32, Time, U8, U8, U8, U8, U8, U8, U16, U16, U16, U8, U8, U8, U8, U16, U8, U8, U8, U16, U8, U8,
        WartsField.Address, WartsField.Address, U32, U16, Router, U8, U32, U8, Text,
    ];

    private readonly WartsValues _values = new(Layout);
    private readonly WartsHop _hop = new();

    /// <summary>Reads an object.</summary>
    public TraceRecord Read(WartsFields fields, long offset)
    {
        var trace = Header(ref fields) with { Offset = offset };
        var is2018 = trace.Flags.HasFlag(TraceFlags.ErrorQueue) && layout switch
        {
            TntLayout.Current => false,
            TntLayout.Tnt2018 => true,
            _ => Fits2018(fields),
        };
        return is2018 ? Rest2018(trace, ref fields) : Rest(trace, ref fields);
    }

    private TraceRecord Header(ref WartsFields fields)
    {
        var v = _values.Read(fields.Block());
        return new TraceRecord
        {
            List = v.Has(1) ? definitions.List(v.U32(1), v.Offset(1)) : null,
            Cycle = v.Has(2) ? definitions.Cycle(v.U32(2), v.Offset(2)) : null,
            Start = v.Time(5),
            StopReason = (TraceStopReason)v.U8(6),
            StopData = v.U8(7),
            Flags = (TraceFlags)(v.Has(32) ? v.U32(32) : v.U8(8)),
            Attempts = v.U8(9),
            HopLimit = v.U8(10),
            Method = (TraceMethod)v.U8(11),
            ProbeSize = v.U16(12),
            SourcePort = v.U16(13),
            DestinationPort = v.U16(14),
            FirstHop = v.U8(15),
            Tos = v.U8(16),
            WaitSeconds = v.U8(17),
            Loops = v.U8(18),
            HopCount = v.U16(19),
            GapLimit = v.U8(20),
            GapAction = v.U8(21),
            LoopAction = v.U8(22),
            ProbeCount = v.U16(23),
            WaitProbe = v.U8(24),
            Confidence = v.U8(25),
            Source = v.Address(26),
            Destination = v.Address(27),
            UserId = v.U32(28),
            FragmentOffset = v.U16(29),
            Router = v.Address(30),
            SimultaneousQueries = v.Has(31) ? v.U8(31) : (byte)1,
            ErrorText = v.Text(34),
        };
    }

    private TraceRecord Rest(TraceRecord trace, ref WartsFields fields)
    {
        trace = trace with { Hops = _hop.List(ref fields) };
        var attributes = new WartsAttributes(_hop);
        attributes.Read(ref fields);
        return trace with
        {
            LastDitch = attributes.LastDitch,
            PathMtu = attributes.PathMtu,
            Doubletree = attributes.Doubletree,
            Attributes = attributes.Others,
            Tnt = attributes.Tnt?.Read(trace.Hops),
        };
    }

    // All hops of the path are in the record (scamper.md section 9); no attribute follows.
    private static TraceRecord Rest2018(TraceRecord trace, ref WartsFields fields)
    {
        var hop = new WartsHop2018();
        var count = fields.U16();
        var hops = new List<Tnt2018Hop>();
        for (var i = 0; i < count; i++)
            hops.Add(hop.Read(fields.Block()));
        return Tnt2018Path.Build(trace, hops);
    }

    // A position in every hop is what tells the layout of 2018 from a trace of today with the same flag. The fields are a copy, but the
    // addresses are numbered as they are read: these have to be forgotten.
    private static bool Fits2018(WartsFields fields)
    {
        var known = fields.AddressCount;
        try
        {
            var hop = new WartsHop2018();
            var count = fields.U16();
            for (var i = 0; i < count; i++)
            {
                if (hop.Read(fields.Block()).Position == 0 || !hop.IsExact)
                    return false;
            }
            return count > 0;
        }
        catch (MeasurementException)
        {
            return false;
        }
        finally
        {
            fields.ForgetAddresses(known);
        }
    }
}
