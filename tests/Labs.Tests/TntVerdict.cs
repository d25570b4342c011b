using System.Text.Json;

namespace Labs.Tests;

/// <summary>What a record of uTNT (a line of <c>--json</c>) says of tunnels, and how sure it is.</summary>
/// <param name="Tunnels">Address, roles and kinds of each hop that has some, in order.</param>
/// <param name="Doubts">How often the record says of a hop or a search that it is uncertain.</param>
internal sealed record TntVerdict(IReadOnlyList<string> Tunnels, int Doubts)
{
    /// <summary>Addresses of the label switching routers.</summary>
    public IEnumerable<string> LabelRouters => Tunnels.Where(hop => hop.Contains("\"lsr\"", StringComparison.Ordinal)).Select(hop => hop.Split(' ')[0]);

    /// <summary>Reads the first line of a file.</summary>
    public static TntVerdict Read(string path)
    {
        using var record = JsonDocument.Parse(File.ReadLines(path).First());
        var hops = record.RootElement.GetProperty("hops").EnumerateArray().ToList();
        var searches = record.RootElement.TryGetProperty("searches", out var list) ? list.EnumerateArray().ToList() : [];
        return new TntVerdict([.. hops.Where(IsTagged).Select(Describe)], hops.Concat(searches).Count(one => one.TryGetProperty("uncertain", out _)));
    }

    private static bool IsTagged(JsonElement hop) => hop.TryGetProperty("kinds", out _) || hop.TryGetProperty("roles", out _);

    private static string Describe(JsonElement hop) => $"{Text(hop, "addr")} {Text(hop, "roles")} {Text(hop, "kinds")}";

    private static string Text(JsonElement hop, string field) => hop.TryGetProperty(field, out var value) ? value.ToString() : "-";
}
