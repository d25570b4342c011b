using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>The end of a run.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">Status of the program, 0 to 255; 0 unless <paramref name="Outcome"/> is <see cref="MachineOutcome.Exited"/>.</param>
/// <param name="Duration">Time from the start of QEMU to its end.</param>
/// <param name="Problem">What to tell the user; null when the program ended or the caller stopped it.</param>
public sealed record MachineExit(MachineOutcome Outcome, int Status, TimeSpan Duration, Diagnostic? Problem = null)
{
    /// <summary>Gets the exit code for a program that stands for the guest: its status, else 124 (time limit), 126 (crash, no status) or 130 (stopped).</summary>
    public int ExitCode => Outcome switch
    {
        MachineOutcome.Exited => Status,
        MachineOutcome.TimedOut => 124,
        MachineOutcome.Cancelled => 130,
        _ => 126,
    };
}
