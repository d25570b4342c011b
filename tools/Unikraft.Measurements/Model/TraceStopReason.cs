namespace Unikraft.Measurements;

/// <summary>Why a trace ended, with the numbers of warts.</summary>
public enum TraceStopReason : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The destination answered.</summary>
    Completed = 1,

    /// <summary>An unreachable message; <see cref="TraceRecord.StopData"/> is its code.</summary>
    Unreachable = 2,

    /// <summary>Another ICMP message; <see cref="TraceRecord.StopData"/> is its type.</summary>
    Icmp = 3,

    /// <summary>A loop.</summary>
    Loop = 4,

    /// <summary>Too many silent TTLs in a row.</summary>
    GapLimit = 5,

    /// <summary>An error of the prober; <see cref="TraceRecord.StopData"/> is its errno.</summary>
    Error = 6,

    /// <summary>The highest TTL was done.</summary>
    HopLimit = 7,

    /// <summary>An address of the global stop set.</summary>
    GlobalStopSet = 8,

    /// <summary>It was halted.</summary>
    Halted = 9,
}
