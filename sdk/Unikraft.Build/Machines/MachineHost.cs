using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>The caller's side of a running machine.</summary>
/// <param name="Console">Receives the bytes of the guest's console as they come; backtraces have function names appended.</param>
/// <param name="Report">Receives what there is to say before the guest starts, for example that KVM does not work.</param>
public sealed record MachineHost(Action<ReadOnlySpan<byte>> Console, Action<Diagnostic> Report)
{
    /// <summary>Gets what the guest reads from its console; null for nothing.</summary>
    public Stream? Input { get; init; }

    /// <summary>Gets what is called as soon as QEMU is started: its process id, and the Stopwatch time stamp just before the start.</summary>
    public Action<int, long>? Started { get; init; }
}
