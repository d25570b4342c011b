namespace Unikraft.Measurements.Tnt;

/// <summary>What cut a path short.</summary>
public enum TntEnd : byte
{
    /// <summary>Nothing.</summary>
    Whole,

    /// <summary>The time of the destination.</summary>
    Deadline,

    /// <summary>The probes of the destination.</summary>
    Budget,
}
