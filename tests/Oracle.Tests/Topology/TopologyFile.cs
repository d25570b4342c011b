using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oracle.Tests.Topology;

/// <summary>A lab file in the vocabulary that the model knows (docs/netlab.md, "The lab file").</summary>
internal sealed record TopologyFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public string Case { get; init; } = "";

    public string Title { get; init; } = "";

    public required string Vp { get; init; }

    public required IReadOnlyList<RouterRow> Routers { get; init; }

    public required IReadOnlyList<LspRow> Lsps { get; init; }

    public required IReadOnlyList<string> Destinations { get; init; }

    public IReadOnlyList<string> Options { get; init; } = [];

    public string Comparison { get; init; } = "ordered";

    public static TopologyFile Read(string path) => JsonSerializer.Deserialize<TopologyFile>(File.ReadAllBytes(path), Format)!;

    /// <summary>The lab with one router or path a line, so that one can be taken out by hand.</summary>
    public string ToJson()
    {
        string Rows<T>(IEnumerable<T> rows) => string.Join(",\n", rows.Select(row => "  " + JsonSerializer.Serialize(row, Format)));
        string Value<T>(T value) => JsonSerializer.Serialize(value, Format);
        return $$"""
            {
             "case": {{Value(Case)}},
             "title": {{Value(Title)}},
             "vp": {{Value(Vp)}},
             "routers": [
            {{Rows(Routers)}}
             ],
             "lsps": [
            {{Rows(Lsps)}}
             ],
             "destinations": {{Value(Destinations)}},
             "options": {{Value(Options)}},
             "comparison": {{Value(Comparison)}}
            }

            """;
    }
}
