namespace Unikraft.Measurements.Tnt;

/// <summary>The rule that gave a hop a tag (docs/tnt.md, "Reasons").</summary>
public enum TntRule : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A label stack whose TTL is 1 or 255.</summary>
    Labels,

    /// <summary>A label stack with another TTL.</summary>
    LargeLabelTtl,

    /// <summary>The hop before a label stack.</summary>
    BeforeLabels,

    /// <summary>The hop behind label stacks.</summary>
    AfterLabels,

    /// <summary>An egress of signature &lt;255,64&gt; before an LSR.</summary>
    Inferred,

    /// <summary>A quoted TTL above 1.</summary>
    Qttl,

    /// <summary>The hop before the one that quotes 2.</summary>
    FirstQttl,

    /// <summary>The hop before the first LSR of quoted TTLs.</summary>
    BeforeQttl,

    /// <summary>The hop behind those of quoted TTLs.</summary>
    AfterQttl,

    /// <summary>The hop behind a silent one.</summary>
    AfterSilent,

    /// <summary>The only hop of an opaque tunnel that answers.</summary>
    EndOfOpaque,

    /// <summary>One of a run of u-turns.</summary>
    Uturn,

    /// <summary>The hop before a run of u-turns.</summary>
    BeforeUturn,

    /// <summary>The hop that closes a run of u-turns.</summary>
    ClosesUturn,

    /// <summary>The hop behind a run of u-turns.</summary>
    AfterUturn,

    /// <summary>Revealed by a search.</summary>
    LsrOf,

    /// <summary>Ingress of the tunnel of a search.</summary>
    IngressOf,

    /// <summary>Egress of the tunnel of a search.</summary>
    EgressOf,

    /// <summary>The silent hop behind it is the ingress of the tunnel of a search.</summary>
    SilentAfter,
}
