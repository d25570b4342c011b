namespace Unikraft.Measurements.Tnt;

/// <summary>An attempt to reveal a tunnel that failed at a hop: its triggers and why (docs/tnt.md).</summary>
[Flags]
public enum TntFailures : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Trigger: forward and return path length analysis.</summary>
    Frpla = 0x01,

    /// <summary>Trigger: return tunnel length analysis.</summary>
    Rtla = 0x02,

    /// <summary>Trigger: the same address twice.</summary>
    DuplicateAddress = 0x04,

    /// <summary>Trigger: TTL of the label.</summary>
    LabelTtl = 0x08,

    /// <summary>Nothing was found.</summary>
    Nothing = 0x10,

    /// <summary>The ingress was not found.</summary>
    IngressNotFound = 0x20,

    /// <summary>The target was not reached.</summary>
    TargetNotReached = 0x40,

    /// <summary>The other address of the link was tried.</summary>
    BuddyTried = 0x80,
}
