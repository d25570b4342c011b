namespace Netlab.Model;

/// <summary>A label switched path between two label edge routers.</summary>
/// <param name="Ingress">Position of the edge router nearer to the measuring host.</param>
/// <param name="Egress">Position of the far edge router.</param>
/// <param name="TtlPropagate">Whether the ingress copies the IP TTL into the label stack entry.</param>
/// <param name="Pop">Who removes the label.</param>
/// <param name="Policy">Which internal prefixes have labels.</param>
/// <param name="Variant">Special behaviour of its routers.</param>
/// <param name="Forward">Whether the path exists away from the measuring host.</param>
/// <param name="Return">Whether it exists towards the measuring host, with the roles of its ends swapped.</param>
/// <param name="Labels">Entries of the label stack; those below the first leave with it.</param>
internal sealed record LspSpec(
    int Ingress,
    int Egress,
    bool TtlPropagate,
    PopMode Pop,
    LabelPolicy Policy,
    LspVariant Variant,
    bool Forward,
    bool Return,
    int Labels);
