using static Measurements.Tests.WartsBytes;

namespace Measurements.Tests;

/// <summary>Alias resolutions.</summary>
internal sealed partial class RandomWarts
{
    /// <summary>List, cycle, alias resolutions.</summary>
    public byte[] Aliases(int records) => [.. List(id: seed), .. CycleStart(id: seed), .. Enumerable.Range(0, records).SelectMany(_ => RandomDealias())];

    private byte[] RandomDealias()
    {
        var isIPv6 = Chance(4);
        var method = _random.Next(1, 6);
        var kinds = method switch { 1 => 1, 2 or 5 => 2, _ => _random.Next(1, 5) };
        var probes = _random.Next(6);
        var parameters = new List<(int, byte[])>
        {
            (1, U32(1)), (2, U32(1)), (3, Time(_random.NextInt64(1L << 31), _random.Next(1_000_000))), (4, U8(method)), (6, U32(probes)),
        };
        if (Chance(2))
            parameters.Add((5, U8(_random.Next(6))));
        if (Chance(2))
            parameters.Add((7, Long()));
        // The addresses of a prefixscan come before those of its probes, which refer to them by number.
        return Record(9, [Block([.. parameters]), Block(MethodParameters(method, kinds, isIPv6)),
            .. Enumerable.Range(0, kinds).Select(id => RandomKind(id, isIPv6)), .. Enumerable.Range(0, probes).Select(_ => RandomAliasProbe(kinds, isIPv6))]);
    }

    private (int, byte[])[] MethodParameters(int method, int kinds, bool isIPv6)
    {
        if (method == 1)
            return [(1, Byte()), (2, Byte())];
        if (method == 2)
            return [(1, Word()), (2, Byte()), (3, Byte()), (4, Word()), .. Perhaps((5, Byte()))];
        if (method == 3)
            return [(1, U32(kinds)), (2, Word()), (3, Word()), (4, Long()), (5, Byte()), .. Perhaps((6, Byte()))];
        if (method == 5)
            return [(1, Word()), (2, Word()), (3, Byte())];
        // Near addresses share long prefixes.
        var far = Address(isIPv6);
        byte[] alias = [.. far[..^1], .. Byte()];
        return [(1, Address(isIPv6)), (2, far), .. Perhaps((3, alias)), .. Perhaps((4, [.. U16(2), .. Address(isIPv6), .. Address(isIPv6)])), (5, Byte()), (6, Byte()), (7, Word()), (8, Word()), (9, Byte()),
            (10, U16(kinds)), .. Perhaps((11, Byte())), .. Perhaps((12, Byte()))];
    }

    private (int, byte[])[] Perhaps((int, byte[]) parameter) => Chance(2) ? [parameter] : [];

    private byte[] RandomKind(int id, bool isIPv6)
    {
        var method = _random.Next(1, 7);
        return Block([.. id == 0 ? [] : new[] { (3, U32(id)) }, (4, U8(method)), (5, Byte()), .. Perhaps((6, Byte())),
            .. method == 1 ? [(9, Word()), .. Perhaps((14, Word()))] : new[] { (7, Long()), (8, Byte()) },
            (10, Address(isIPv6)), (11, Chance(3) ? Known(0) : Address(isIPv6)), .. Perhaps((12, Word())), .. Perhaps((13, Word()))]);
    }

    private byte[] RandomAliasProbe(int kinds, bool isIPv6)
    {
        var seconds = _random.NextInt64(1, 1L << 31);
        var replies = Chance(3) ? _random.Next(3) : 1;
        return [.. Block([.. Perhaps((1, U32(_random.Next(kinds)))), (2, Time(seconds, _random.Next(500_000))), .. replies == 0 ? [] : new[] { (3, U16(replies)) }, .. isIPv6 ? [] : new[] { (4, Word()) }, .. Perhaps((5, Long()))]),
            .. Enumerable.Range(0, replies).SelectMany(_ => RandomAliasReply(seconds, isIPv6))];
    }

    private byte[] RandomAliasReply(long sent, bool isIPv6)
    {
        var (isTcp, isUdp) = (Chance(4), Chance(8));
        byte[] types = isIPv6 ? [1, 2, 3, 4, 129] : [0, 3, 4, 11, 12];
        return Block([(2, Time(sent + _random.Next(3), _random.Next(500_000, 1_000_000))), .. isIPv6 ? [] : new[] { (3, Word()) }, (4, Byte()),
            .. isTcp ? [(8, U8(6)), (9, Byte())] : isUdp ? [(8, U8(17))] : new[] { (5, [types[_random.Next(5)], (byte)_random.Next(16)]), (6, Byte()) },
            .. !isTcp && !isUdp && Chance(4) ? new[] { (7, Extensions()) } : [],
            (10, Chance(3) ? Known(0) : Address(isIPv6)), .. isIPv6 && Chance(2) ? new[] { (11, Long()), (12, U8(1)) } : []]);
    }
}
