using System.Globalization;
using System.Text.RegularExpressions;
using Netlab.Model;

namespace Netlab.Results;

/// <summary>Picks the text dump out of a stream of console lines and reads what the summary needs.</summary>
internal sealed partial class TraceDump
{
    private readonly List<NetAddress> _destinations = [];
    private readonly List<TraceHop> _hops = [];
    private bool _inside;

    /// <summary>Destinations of the traces, in the order of the dump.</summary>
    public IReadOnlyList<NetAddress> Destinations => _destinations;

    /// <summary>Hops that answered, in the order of the dump.</summary>
    public IReadOnlyList<TraceHop> Hops => _hops;

    /// <summary>Takes the next line; tells whether it belongs to the dump: a trace line, a hop line, or the blank line after them.</summary>
    public bool Add(string line)
    {
        if (TraceLine().Match(line) is { Success: true } trace && NetAddress.TryParse(trace.Groups["destination"].Value, out var destination))
        {
            _destinations.Add(destination);
            return _inside = true;
        }
        if (!_inside)
            return false;
        if (line.Length == 0)
        {
            _inside = false;
            return true;
        }
        if (HopLine().Match(line) is not { Success: true } hop)
            return false;
        if (NetAddress.TryParse(hop.Groups["address"].Value, out var address))
        {
            var number = hop.Groups["number"].Value;
            _hops.Add(new TraceHop(
                _destinations[^1],
                number[0] == 'H' ? null : int.Parse(number, CultureInfo.InvariantCulture),
                address,
                double.Parse(hop.Groups["rtt"].Value, CultureInfo.InvariantCulture)));
        }
        return true;
    }

    [GeneratedRegex(@"^trace \[[a-z-]+\] from \S+ to (?<destination>\S+)$")]
    private static partial Regex TraceLine();

    [GeneratedRegex(@"^ *(?<number>H?\d+) (?:\*$|(?<address>[0-9a-f.:]+) +(?<rtt>\d+\.\d+) ms\b)")]
    private static partial Regex HopLine();
}
