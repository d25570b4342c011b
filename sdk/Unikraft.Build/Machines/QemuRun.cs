namespace Unikraft.Build.Machines;

/// <summary>What one QEMU process left behind.</summary>
/// <param name="ExitCode">Its exit code; null when it was stopped.</param>
/// <param name="Status">What the guest left on the status channel.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Duration">Time from start to end.</param>
/// <param name="KvmGaveUp">KVM could not go on with the guest, and QEMU would have stayed with it for ever.</param>
internal sealed record QemuRun(int? ExitCode, GuestStatus? Status, string Errors, TimeSpan Duration, bool KvmGaveUp = false);
