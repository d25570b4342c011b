using System.Buffers.Binary;
using System.Text;

namespace Measurements.Tests;

/// <summary>Writes warts by its description, sharing nothing with the reader.</summary>
internal static class WartsBytes
{
    public static byte[] U8(int value) => [(byte)value];

    public static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] U32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Time(long seconds, int microseconds) => [.. U32(seconds), .. U32(microseconds)];

    public static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    public static byte[] IPv4(params byte[] address) => [4, 1, .. address];

    public static byte[] IPv6(params byte[] address) => [16, 2, .. address];

    public static byte[] Known(int number) => [0, .. U32(number)];

    /// <summary>A parameter block: flags of 7 bits each, length, values in the order of their numbers.</summary>
    public static byte[] Block(params (int Number, byte[] Value)[] parameters)
    {
        if (parameters.Length == 0)
            return [0];
        var flags = new byte[((parameters.Max(p => p.Number) - 1) / 7) + 1];
        foreach (var (number, _) in parameters)
            flags[(number - 1) / 7] |= (byte)(1 << ((number - 1) % 7));
        for (var i = 0; i < flags.Length - 1; i++)
            flags[i] |= 0x80;
        byte[] values = [.. parameters.OrderBy(p => p.Number).SelectMany(p => p.Value)];
        return [.. flags, .. U16(values.Length), .. values];
    }

    public static byte[] Record(int type, params byte[][] body)
    {
        byte[] all = [.. body.SelectMany(part => part)];
        return [0x12, 0x05, .. U16(type), .. U32(all.Length), .. all];
    }

    public static byte[] List(int fileId = 1, int id = 5, string name = "list") =>
        Record(1, U32(fileId), U32(id), Text(name), Block((1, Text("what it is for")), (2, Text("vp"))));

    public static byte[] CycleStart(int fileId = 1, int listId = 1, int id = 9) =>
        Record(2, U32(fileId), U32(listId), U32(id), U32(1000), Block((2, Text("host"))));

    public static byte[] CycleDefinition(int fileId, int listId, int id) => Record(3, U32(fileId), U32(listId), U32(id), U32(1000), Block());

    public static byte[] CycleStop(int fileId = 1) => Record(4, U32(fileId), U32(2000), Block());

    public static byte[] Attribute(int type, byte[] data) => [.. U16((type << 12) | data.Length), .. data];

    public static byte[] Trace(IReadOnlyList<byte[]> hops, byte[][]? attributes = null, params (int Number, byte[] Value)[] changes) =>
        Record(6, Merge(TraceParameters(hops.Count), changes), U16(hops.Count), [.. hops.SelectMany(hop => hop)], [.. (attributes ?? []).SelectMany(a => a)], U16(0));

    public static byte[] Hop(params (int Number, byte[] Value)[] changes) => Merge(
    [
        (2, U8(1)), (3, U8(250)), (4, U8(0x11)), (5, U8(0)), (6, U32(1234)), (7, [11, 0]), (8, U16(44)), (9, U16(56)), (10, U16(7)), (11, U8(0xc0)),
        (16, U8(0)), (18, IPv4(192, 0, 2, 9)), (19, Time(1001, 5)),
    ], changes);

    public static byte[] Ping(IReadOnlyList<byte[]> replies, params (int Number, byte[] Value)[] changes) =>
        Record(7, Merge(PingParameters(), changes), U16(replies.Count), [.. replies.SelectMany(reply => reply)]);

    public static byte[] Reply(params (int Number, byte[] Value)[] changes) => Merge(
    [
        (2, U8(7)), (3, U8(60)), (4, U16(84)), (5, [0, 0]), (6, U32(999)), (7, U16(0)), (8, U16(5)), (9, U16(6)), (12, IPv4(192, 0, 2, 2)),
        (15, U32(0)), (16, Time(1001, 5)),
    ], changes);

    private static (int, byte[])[] TraceParameters(int hopCount) =>
    [
        (1, U32(1)), (2, U32(1)), (5, Time(1000, 7)), (6, U8(1)), (7, U8(0)), (8, U8(0)), (9, U8(2)), (10, U8(0)), (11, U8(5)), (12, U16(44)),
        (13, U16(40000)), (14, U16(33435)), (15, U8(1)), (16, U8(0)), (17, U8(5)), (18, U8(1)), (19, U16(hopCount)), (20, U8(5)), (21, U8(1)),
        (22, U8(0)), (23, U16(3)), (24, U8(0)), (25, U8(0)), (26, IPv4(192, 0, 2, 1)), (27, IPv4(192, 0, 2, 2)),
    ];

    private static (int, byte[])[] PingParameters() =>
    [
        (1, U32(1)), (2, U32(1)), (5, Time(1000, 7)), (6, U8(1)), (7, U8(0)), (10, U16(4)), (11, U16(84)), (12, U8(1)), (13, U8(64)), (14, U16(0)),
        (15, U16(4)), (20, IPv4(192, 0, 2, 1)), (21, IPv4(192, 0, 2, 2)),
    ];

    /// <summary>Changed parameters replace the usual ones; an empty value leaves one out.</summary>
    private static byte[] Merge((int Number, byte[] Value)[] usual, (int Number, byte[] Value)[] changes) =>
        Block([.. usual.Where(p => changes.All(c => c.Number != p.Number)), .. changes.Where(c => c.Value.Length > 0)]);
}
