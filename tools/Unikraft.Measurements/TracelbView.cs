using System.Buffers.Binary;

namespace Unikraft.Measurements;

/// <summary>What the tools see in a hop of a <see cref="TracelbLink"/>.</summary>
internal static class TracelbView
{
    /// <summary>Who answered, in the order of the tools: by words of 32 bits, the first byte of a word counting least.</summary>
    public static IReadOnlyList<Address> Answered(IReadOnlyList<TracelbProbe> probes) =>
        [.. probes.SelectMany(probe => probe.Replies).Select(reply => reply.Address).Distinct().OrderBy(Key)];

    /// <summary>Whether a flow got no answer: probes of one flow that stand together are attempts, one of which was to be answered.</summary>
    public static bool HasSilence(IReadOnlyList<TracelbProbe> probes)
    {
        var isAnswered = true;
        for (var i = 0; i < probes.Count; i++)
        {
            if (i > 0 && probes[i].Flow == probes[i - 1].Flow)
            {
                isAnswered |= probes[i].Replies.Count > 0;
                continue;
            }
            if (!isAnswered)
                return true;
            isAnswered = probes[i].Replies.Count > 0;
        }
        return !isAnswered;
    }

    private static UInt128 Key(Address address)
    {
        var value = address.Kind == AddressKind.IPv4 ? address.Value << 96 : address.Value;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        UInt128 key = 0;
        for (var i = 0; i < 16; i += 4)
            key = (key << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
        return key;
    }
}
