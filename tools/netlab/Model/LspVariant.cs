namespace Netlab.Model;

/// <summary>Special behaviour on a label switched path.</summary>
internal enum LspVariant
{
    /// <summary>None.</summary>
    None,

    /// <summary>UHP: the egress forwards a packet of TTL 1 unchanged, so that the next router answers twice.</summary>
    Dup,

    /// <summary>UHP: the egress shows the received stack when the TTL expires after the pop.</summary>
    Opaque,

    /// <summary>Routers that switch labels as Linux does (docs/linux-mpls.md).</summary>
    Linux,
}
