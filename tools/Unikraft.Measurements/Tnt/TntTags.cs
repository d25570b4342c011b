namespace Unikraft.Measurements.Tnt;

/// <summary>Roles of a router in a tunnel, and kinds of the tunnel (docs/tnt.md).</summary>
[Flags]
public enum TntTags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>First router of a tunnel.</summary>
    Ingress = 0x01,

    /// <summary>Last router of a tunnel.</summary>
    Egress = 0x02,

    /// <summary>Router inside a tunnel.</summary>
    Lsr = 0x04,

    /// <summary>Explicit tunnel: routers show their labels.</summary>
    Explicit = 0x08,

    /// <summary>Implicit tunnel, by quoted TTLs.</summary>
    ImplicitQuotedTtl = 0x10,

    /// <summary>Implicit tunnel, by the way back.</summary>
    ImplicitUturn = 0x20,

    /// <summary>Opaque tunnel: only the last router shows a label.</summary>
    Opaque = 0x40,

    /// <summary>Invisible tunnel.</summary>
    Invisible = 0x80,
}
