namespace Unikraft.Build.Machines;

/// <summary>How a run ended.</summary>
public enum MachineOutcome
{
    /// <summary>The program ended with a status.</summary>
    Exited,

    /// <summary>The guest crashed and said so.</summary>
    Crashed,

    /// <summary>The guest ended without a word, for example by a triple fault.</summary>
    NoStatus,

    /// <summary>The time limit was reached.</summary>
    TimedOut,

    /// <summary>The caller stopped the run.</summary>
    Cancelled,
}
