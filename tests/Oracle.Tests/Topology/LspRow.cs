namespace Oracle.Tests.Topology;

/// <summary>A label switched path of a lab file.</summary>
internal sealed record LspRow
{
    public required string Ingress { get; init; }

    public required string Egress { get; init; }

    public required bool TtlPropagate { get; init; }

    public required string Pop { get; init; }

    public required string Policy { get; init; }

    public string? Variant { get; init; }

    public required IReadOnlyList<string> Directions { get; init; }
}
