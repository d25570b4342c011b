namespace Oracle.Tests.Tnt;

/// <summary>The other address of a point-to-point link: TNT's description, section 8.</summary>
internal sealed class Buddies(Engine engine, Settings settings)
{
    private readonly Dictionary<uint, uint> _known = [];

    /// <summary>The buddy of an address, and what it cost to find out.</summary>
    public (uint Buddy, int Probes) Of(uint address)
    {
        if (_known.TryGetValue(address, out var known))
            return (known, 0);
        var offset = address & 3;
        var start = address - offset;
        var probes = 0;
        if (offset is 0 or 3)
            _known[address] = offset == 0 ? start + 1 : start + 2;
        else
        {
            probes = settings.Pings;
            var isPair = engine.Ping(start) > 0;
            _known[address] = (isPair, offset) switch
            {
                (true, 1) => start,
                (true, _) => start + 3,
                (false, 1) => start + 2,
                (false, _) => start + 1,
            };
        }
        return (_known[address], probes);
    }
}
