using static Measurements.Tests.WartsBytes;

namespace Measurements.Tests;

/// <summary>Makes measurements with random values of every kind that Debian's tools accept.</summary>
internal sealed partial class RandomWarts(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>List, cycle, records, end of the cycle.</summary>
    public byte[] File(int records)
    {
        var file = new List<byte>([.. List(id: seed), .. CycleStart(id: seed)]);
        for (var i = 0; i < records; i++)
            file.AddRange(_random.Next(7) switch { 0 or 1 => RandomPing(), 2 => RandomTracelb(), 3 => RandomDealias(), _ => RandomTrace() });
        file.AddRange(CycleStop());
        return [.. file];
    }

    private byte[] RandomTrace()
    {
        var isIPv6 = Chance(4);
        var method = _random.Next(1, 7);
        var highest = _random.Next(0, 12);
        var hops = new List<byte[]>();
        for (var ttl = 1; ttl <= highest; ttl++)
        {
            for (var i = _random.Next(3); i > 0; i--)
                hops.Add(RandomHop(ttl, isIPv6, method));
        }
        var changes = new List<(int, byte[])>
        {
            (5, Time(_random.NextInt64(1L << 32), _random.Next(1_000_000))), (6, U8(_random.Next(12))), (7, Byte()), (9, U8(_random.Next(1, 5))), (10, Byte()),
            (8, U8((method is 1 or 4 && Chance(2) ? 0x20 : 0) | (Chance(3) ? 1 : 0))), (11, U8(method)), (12, Word()), (13, Word()), (14, Word()),
            (15, U8(_random.Next(1, 4))), (16, Byte()), (17, Byte()), (19, U16(highest)), (23, Word()), (24, Byte()), (26, Address(isIPv6)), (27, Address(isIPv6)),
        };
        if (Chance(2))
            changes.Add((28, Long()));
        if (Chance(6))
            changes.Add((30, Address(isIPv6)));
        if (Chance(6))
            changes.Add((31, U8(3)));
        return Trace(hops, Attributes(hops.Count), [.. changes]);
    }

    private byte[][] Attributes(int hops) => _random.Next(8) switch
    {
        0 => [Attribute(1, [.. Block((1, U16(1500)), (2, Word()), (3, U16(1500)), (4, U8(2)), (5, U8(1))), .. U16(1), .. RandomHop(9, false, 5), .. Block((1, U8(1)), (2, Word()), (3, U16(0)))])],
        1 => [Attribute(2, [0, .. U16(1), .. RandomHop(255, false, 5)])],
        2 => [Attribute(3, Block((3, U8(4)), (4, IPv4(5, 5, 5, 5)), (5, hops > 0 ? Known(2) : IPv4(6, 6, 6, 6)), (6, Text("set")), (7, U8(1))))],
        3 => [Attribute(14, [99, 1, 2, 3])],
        _ => [],
    };

    private byte[] RandomHop(int ttl, bool isIPv6, int method)
    {
        var changes = new List<(int, byte[])>
        {
            (2, U8(ttl)), (3, Byte()), (5, U8(_random.Next(4))), (6, Long()), (8, Word()), (9, Word()), (10, Chance(5) ? [] : Word()), (11, Byte()),
            (18, Chance(4) ? Known(_random.Next(2)) : Address(isIPv6)), (19, Chance(6) ? [] : Time(_random.NextInt64(1, 1L << 32), _random.Next(1_000_000))),
        };
        if (Chance(8))
            changes.Add((20, Text($"host{_random.Next(99)}.example")));
        if (method is 3 or 6 && Chance(3))
            changes.AddRange([(4, U8(0x31)), (7, []), (16, []), (15, Byte())]);
        else if (method is 2 or 5 && Chance(8))
            changes.AddRange([(4, U8(0x51)), (7, []), (16, [])]);
        else
            changes.AddRange(Icmp(isIPv6));
        return Hop([.. changes]);
    }

    private List<(int, byte[])> Icmp(bool isIPv6)
    {
        byte[] types = isIPv6 ? [1, 2, 3, 129] : [0, 3, 3, 11, 11, 11];
        var type = types[_random.Next(types.Length)];
        var changes = new List<(int, byte[])> { (7, [type, (byte)_random.Next(16)]), (16, Byte()) };
        if (Chance(3))
            changes.Add((13, Word()));
        if (Chance(3))
            changes.Add((14, Byte()));
        if (Chance(3))
            changes.Add((12, Word()));
        if (Chance(3))
            changes.Add((17, Extensions()));
        return changes;
    }

    private byte[] Extensions()
    {
        var all = new List<byte>();
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            var data = new byte[4 * _random.Next(1, 4)];
            _random.NextBytes(data);
            all.AddRange([.. U16(data.Length), (byte)(Chance(4) ? 2 : 1), 1, .. data]);
        }
        return [.. U16(all.Count), .. all];
    }

    private byte[] RandomPing()
    {
        var isIPv6 = Chance(4);
        var method = _random.Next(isIPv6 ? 1 : 9);
        var sent = _random.Next(0, 9);
        var replies = new List<byte[]>();
        for (var probe = 0; probe < sent; probe++)
        {
            for (var i = _random.Next(3) % 2 + (Chance(10) ? 1 : 0); i > 0; i--)
                replies.Add(RandomReply(probe, isIPv6, method));
        }
        var changes = new List<(int, byte[])>
        {
            (5, Time(_random.NextInt64(1L << 32), _random.Next(1_000_000))), (6, U8(_random.Next(4))), (10, U16(sent)), (11, Word()), (13, Byte()),
            (15, U16(sent)), (20, Address(isIPv6)), (21, Address(isIPv6)),
        };
        if (method > 0)
            changes.Add((16, U8(method)));
        if (Chance(2))
            changes.AddRange([(17, Word()), (18, Word()), (19, Long())]);
        if (Chance(4))
            changes.AddRange([(8, U16(3)), (9, [1, 0xab, 3])]);
        if (Chance(4))
            changes.AddRange([(22, Byte()), (25, Word())]);
        if (Chance(4))
            changes.AddRange([(23, Byte()), (24, [1, .. Address(false)]), (27, Byte()), (28, U32(_random.Next(1_000_000)))]);
        if (Chance(4))
            changes.AddRange([(29, Long()), (31, Long())]);
        return Ping(replies, [.. changes]);
    }

    private byte[] RandomReply(int probe, bool isIPv6, int method)
    {
        var changes = new List<(int, byte[])>
        {
            (2, U8(isIPv6 ? _random.Next(8) | 1 : 7)), (3, Byte()), (4, Word()), (5, [(byte)_random.Next(16), (byte)_random.Next(16)]), (6, U32(_random.Next(3_000_000))), (7, U16(probe)),
            (8, Word()), (9, Word()), (12, Chance(3) ? Known(_random.Next(2)) : Address(isIPv6)), (15, isIPv6 ? Long() : U32(0)),
            (16, Chance(6) ? [] : Time(_random.NextInt64(1, 1L << 31), _random.Next(1_000_000))),
        };
        if (method is 1 or 2 or 6 or 7 or 8 && Chance(2))
            changes.AddRange([(10, U8(6)), (11, Byte())]);
        else if (method is 3 or 4 && Chance(2))
            changes.Add((10, U8(17)));
        if (!isIPv6 && Chance(6))
            changes.Add((13, [2, .. IPv4(1, 1, 1, 1), .. Known(0)]));
        if (!isIPv6 && Chance(6))
            changes.Add((14, [2, 2, .. Long(), .. Long(), .. IPv4(1, 1, 1, 1), .. IPv4(2, 2, 2, 2)]));
        return Reply([.. changes]);
    }

    private byte[] RandomTracelb()
    {
        var isIPv6 = Chance(4);
        var nodes = _random.Next(6);
        // Source and destination are the addresses 0 and 1, the nodes those behind; the router of -r gets no number.
        var links = Enumerable.Range(0, nodes).SelectMany(node => RandomLinks(node, nodes)).ToList();
        var parameters = new List<(int, byte[])>
        {
            (1, U32(1)), (2, U32(1)), (5, Time(_random.NextInt64(1L << 32), _random.Next(1_000_000))), (6, Word()), (7, Word()), (8, Word()), (9, U8(_random.Next(1, 6))), (10, Byte()), (11, Byte()),
            (12, Byte()), (13, Byte()), (14, U8(95)), (15, Byte()), (16, U16(nodes)), (17, U16(links.Count)), (18, U32(_random.Next(1000))), (19, U32(_random.Next(1000))), (20, Byte()), (21, Address(isIPv6)), (22, Address(isIPv6)),
        };
        if (Chance(2))
            parameters.Add((23, Long()));
        // sc_warts2json has 512 bytes for what stands before the nodes.
        if (!isIPv6 && Chance(4))
            parameters.AddRange([(24, U8(1)), (25, Address(isIPv6))]);
        var body = new List<byte[]> { Block([.. parameters]) };
        for (var i = 0; i < nodes; i++)
        {
            var quotes = !Chance(4);
            var node = new List<(int, byte[])> { (2, U8(quotes ? 1 : 0)), (3, U16(links.Count(link => link.From == i))), (5, Address(isIPv6)) };
            if (quotes)
                node.Add((4, Byte()));
            if (Chance(6))
                node.Add((6, Text("router.example")));
            body.Add(Block([.. node]));
        }
        return Record(8, [.. body, .. links.Select(link => link.Bytes)]);
    }

    // One link of one or several sets, which may be open, or several of one set each: Debian's tools die of several that are open.
    private IEnumerable<(int From, byte[] Bytes)> RandomLinks(int from, int nodes)
    {
        var degree = _random.Next(4);
        for (var i = 0; i < degree; i++)
        {
            var sets = degree == 1 ? _random.Next(1, 4) : 1;
            var parameters = new List<(int, byte[])> { (1, U16(from)), (3, U8(sets)) };
            if (degree > 1 || !Chance(4))
                parameters.Add((2, U16(_random.Next(nodes))));
            yield return (from, [.. Block([.. parameters]), .. Enumerable.Range(0, sets).SelectMany(_ => RandomSet(nodes))]);
        }
    }

    private byte[] RandomSet(int nodes)
    {
        var count = _random.Next(1, 7);
        var set = new List<byte>(Block((1, U16(count))));
        for (var i = 0; i < count; i++)
        {
            var seconds = _random.NextInt64(1, 1L << 31);
            var replies = Chance(4) ? _random.Next(3) : 1;
            set.AddRange(Block((1, Time(seconds, _random.Next(500_000))), (2, U16(_random.Next(4))), (3, Byte()), (4, U8(_random.Next(2))), (5, U16(replies))));
            for (var j = 0; j < replies; j++)
                set.AddRange(RandomLbReply(seconds, 2 + _random.Next(nodes)));
        }
        return [.. set];
    }

    private byte[] RandomLbReply(long sent, int address)
    {
        var isTcp = Chance(6);
        var reply = new List<(int, byte[])>
        {
            (1, Time(sent + _random.Next(3), _random.Next(500_000, 1_000_000))), (2, Word()), (3, Byte()), (4, U8(isTcp ? 3 : 1)), (11, Known(address)),
        };
        if (isTcp)
            reply.Add((6, Byte()));
        else
            reply.AddRange([(5, [new byte[] { 0, 1, 2, 3, 11, 12, 129 }[_random.Next(7)], (byte)_random.Next(16)]), (8, Byte()), (9, Byte())]);
        if (!isTcp && Chance(4))
            reply.Add((7, Extensions()));
        return Block([.. reply]);
    }

    private byte[] Address(bool isIPv6)
    {
        var bytes = new byte[isIPv6 ? 16 : 4];
        _random.NextBytes(bytes);
        if (isIPv6)
            Array.Clear(bytes, _random.Next(12), _random.Next(4));
        if (isIPv6 && Chance(5))
            Array.Clear(bytes, 0, _random.Next(13));
        return isIPv6 ? IPv6(bytes) : IPv4(bytes);
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private byte[] Byte() => U8(_random.Next(256));

    private byte[] Word() => U16(_random.Next(65536));

    private byte[] Long() => U32(_random.NextInt64(1L << 32));
}
