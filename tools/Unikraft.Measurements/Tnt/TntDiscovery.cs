namespace Unikraft.Measurements.Tnt;

/// <summary>How a tunnel was found at a hop (docs/tnt.md).</summary>
[Flags]
public enum TntDiscovery : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Trigger: forward and return path length analysis.</summary>
    Frpla = 0x0001,

    /// <summary>Trigger: return tunnel length analysis.</summary>
    Rtla = 0x0002,

    /// <summary>Trigger: the same address twice.</summary>
    DuplicateAddress = 0x0004,

    /// <summary>Trigger: TTL of the label.</summary>
    LabelTtl = 0x0008,

    /// <summary>Method: direct path revelation.</summary>
    Dpr = 0x0010,

    /// <summary>Method: backward recursive path revelation.</summary>
    Brpr = 0x0020,

    /// <summary>Method: the other address of the link.</summary>
    Buddy = 0x0040,

    /// <summary>Not all routers were revealed.</summary>
    Incomplete = 0x0080,

    /// <summary>The hop is not in the first trace.</summary>
    Revealed = 0x0100,

    /// <summary>The tunnel begins behind a silent ingress.</summary>
    BeforeSilentIngress = 0x0200,

    /// <summary>Revelation ended: nothing was found.</summary>
    Nothing = 0x0400,

    /// <summary>Revelation ended: the ingress was not found.</summary>
    IngressNotFound = 0x0800,

    /// <summary>Revelation ended: the target was not reached.</summary>
    TargetNotReached = 0x1000,

    /// <summary>Revelation ended: the other address of the link was tried.</summary>
    BuddyTried = 0x2000,
}
