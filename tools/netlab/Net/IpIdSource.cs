using System.Buffers.Binary;
using Netlab.Model;

namespace Netlab.Net;

/// <summary>The identification fields of one router.</summary>
internal sealed class IpIdSource(IpIdSpec spec, Random random)
{
    private readonly Dictionary<NetAddress, ushort> _counters = [];

    /// <summary>The number of the next packet.</summary>
    /// <param name="source">Its source address.</param>
    /// <param name="answered">The number of the packet that it answers.</param>
    public ushort Next(NetAddress source, ushort answered) => spec.Kind switch
    {
        IpIdKind.Counter => Count(default),
        IpIdKind.Swapped => BinaryPrimitives.ReverseEndianness(Count(default)),
        IpIdKind.PerAddress => Count(source),
        IpIdKind.Random => (ushort)random.Next(65536),
        IpIdKind.Probe => answered,
        _ => 0,
    };

    private ushort Count(NetAddress counter)
    {
        var number = _counters.GetValueOrDefault(counter, spec.First);
        _counters[counter] = (ushort)(number + spec.Step);
        return number;
    }
}
