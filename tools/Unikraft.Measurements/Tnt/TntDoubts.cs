namespace Unikraft.Measurements.Tnt;

/// <summary>Why a verdict is uncertain (docs/tnt.md, "Uncertain verdicts").</summary>
[Flags]
public enum TntDoubts : ushort
{
    /// <summary>None: the evidence is complete.</summary>
    None = 0,

    /// <summary>No echo reply.</summary>
    NoEr = 0x0001,

    /// <summary>A silent hop stands where it matters.</summary>
    SilentHop = 0x0002,

    /// <summary>A revelation trace lacks answers.</summary>
    Loss = 0x0004,

    /// <summary>Other addresses than in the first trace.</summary>
    PathChanged = 0x0008,

    /// <summary>Addresses of one TTL come and go.</summary>
    Balanced = 0x0010,

    /// <summary>An address was met again.</summary>
    Loop = 0x0020,

    /// <summary>A target that is not to be probed.</summary>
    Reserved = 0x0040,

    /// <summary>The engine did not run a command.</summary>
    Refused = 0x0080,

    /// <summary>The time of the destination was over.</summary>
    Deadline = 0x0100,

    /// <summary>The probes of the destination were used up.</summary>
    Budget = 0x0200,

    /// <summary>A repeated address of IPv6, which has no buddy.</summary>
    NoBuddy = 0x0400,
}
