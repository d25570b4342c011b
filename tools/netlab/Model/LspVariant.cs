namespace Netlab.Model;

/// <summary>Special behaviour of an ultimate hop popping egress.</summary>
internal enum LspVariant
{
    /// <summary>None.</summary>
    None,

    /// <summary>Forwards a packet of TTL 1 unchanged, so that the next router answers twice.</summary>
    Dup,

    /// <summary>Shows the received stack when the TTL expires after the pop.</summary>
    Opaque,
}
