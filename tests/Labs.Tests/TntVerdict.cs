using Unikraft.Measurements;
using Unikraft.Measurements.Tnt;

namespace Labs.Tests;

/// <summary>What a record of uTNT (a line of <c>--json</c>) says of tunnels, and how sure it is.</summary>
/// <param name="Tunnels">Address, roles and kinds of each hop that has some, in order.</param>
/// <param name="Doubts">How often the record says of a hop or a search that it is uncertain.</param>
internal sealed record TntVerdict(IReadOnlyList<(string? Address, TntTags Tags)> Tunnels, int Doubts)
{
    /// <summary>Addresses of the label switching routers.</summary>
    public IEnumerable<string> LabelRouters => Tunnels.Where(hop => hop.Tags.HasFlag(TntTags.Lsr) && hop.Address is not null).Select(hop => hop.Address!);

    /// <summary>Reads the first line of a file.</summary>
    public static TntVerdict Read(string file)
    {
        var path = MeasurementFile.Read(file).OfType<TraceRecord>().First().Tnt!;
        return new TntVerdict(
            [.. path.Hops.Where(hop => hop.Tags != TntTags.None).Select(hop => (hop.Reply?.Address.ToString(), hop.Tags))],
            path.Hops.Count(hop => hop.Doubts != TntDoubts.None) + (path.Searches ?? []).Count(search => search.Doubts != TntDoubts.None));
    }
}
