using System.Text.Json.Serialization;

namespace Oracle.Tests.Topology;

/// <summary>A router of a lab file.</summary>
internal sealed record RouterRow
{
    public required string Name { get; init; }

    public required string Left { get; init; }

    public string? Right { get; init; }

    public IReadOnlyList<string> AlsoOwns { get; init; } = [];

    public required int Te { get; init; }

    public required int Er { get; init; }

    public bool Rfc4950 { get; init; }

    public bool SendsTe { get; init; } = true;

    [JsonPropertyName("quoted_ttl_always_1")]
    public bool QuotedTtlAlways1 { get; init; }

    public bool AnswersEcho { get; init; } = true;

    public string PuFrom { get; init; } = "probed";
}
