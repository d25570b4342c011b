namespace Unikraft.Measurements;

/// <summary>Why a ping ended, with the numbers of warts.</summary>
public enum PingStopReason : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>All probes were sent, or enough were answered.</summary>
    Completed = 1,

    /// <summary>An error of the prober; <see cref="PingRecord.StopData"/> is its errno.</summary>
    Error = 2,

    /// <summary>It was halted.</summary>
    Halted = 3,
}
