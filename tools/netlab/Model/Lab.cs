namespace Netlab.Model;

/// <summary>A virtual network and what is to be run on it: one lab file.</summary>
/// <param name="Path">File the lab was read from, as the user named it.</param>
/// <param name="Case">Short name, by default the file name.</param>
/// <param name="Title">One line of description.</param>
/// <param name="Vp">Address of the measuring host.</param>
/// <param name="Seed">Seed of every random decision (loss).</param>
/// <param name="Routers">The chain from the measuring host outwards; the last one is the destination host.</param>
/// <param name="Links">One for each router: the link between it and its left neighbour.</param>
/// <param name="Lsps">Label switched paths, in the order in which an ingress tries them.</param>
/// <param name="Destinations">Addresses to trace.</param>
/// <param name="Options">Further arguments of the prober.</param>
/// <param name="Ordered">Whether commands and dump have one order only.</param>
/// <param name="Expected">Totals of the expected result, if the file states them.</param>
internal sealed record Lab(
    string Path,
    string Case,
    string Title,
    NetAddress Vp,
    int Seed,
    IReadOnlyList<RouterSpec> Routers,
    IReadOnlyList<LinkSpec> Links,
    IReadOnlyList<LspSpec> Lsps,
    IReadOnlyList<NetAddress> Destinations,
    IReadOnlyList<string> Options,
    bool Ordered,
    LabExpectation? Expected)
{
    /// <summary>Bits of the measuring host's network: its /24, or its /64 (RFC 4862 knows no other).</summary>
    public int PrefixLength => Vp.IsIpv6 ? 64 : 24;

    /// <summary>The gateway the measuring host is told: another address of its network; netlab answers for all of them.</summary>
    public NetAddress Gateway => Vp with { Value = (Vp.Value & ~(UInt128)255) | ((Vp.Value & 255) == 1 ? 254u : 1u) };
}
