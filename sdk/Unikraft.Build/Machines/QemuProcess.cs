using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using CliWrap;
using Unikraft.Build.Processes;

namespace Unikraft.Build.Machines;

/// <summary>Starts QEMU so that it never outlives this process.</summary>
internal static class QemuProcess
{
    private const int LongestErrors = 4096;

    /// <summary>How QEMU begins to say that KVM has given up on the guest. It pauses the machine then and waits for a debugger.</summary>
    private const string KvmError = "KVM internal error";

    /// <summary>Runs a machine to its end.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">QEMU cannot be started.</exception>
    public static async Task<QemuRun> RunAsync(
        Machine machine, string kernelCommandLine, bool kvm, MachineHost host, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("unikraft-machine-");
        try
        {
            var statusFile = Path.Combine(folder.FullName, "status");
            var arguments = QemuCommandLine.For(machine, kernelCommandLine, statusFile, kvm);
            var errors = new StringBuilder();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var kvmGaveUp = false;
            void Remember(string line)
            {
                if (errors.Length < LongestErrors)
                    errors.AppendLine(line);
                if (line.StartsWith(KvmError, StringComparison.Ordinal))
                {
                    kvmGaveUp = true;
                    stop.Cancel();
                }
            }
            var start = Stopwatch.GetTimestamp();
            var exitCode = await RunProcessAsync(arguments, host, Remember, stop.Token).ConfigureAwait(false);
            var status = File.Exists(statusFile) ? GuestStatus.Parse(await File.ReadAllBytesAsync(statusFile, CancellationToken.None).ConfigureAwait(false)) : null;
            return new QemuRun(exitCode, status, errors.ToString(), Stopwatch.GetElapsedTime(start), kvmGaveUp);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int?> RunProcessAsync(
        ImmutableArray<string> arguments, MachineHost host, Action<string> errors, CancellationToken cancellation)
    {
        if (!BoundProcess.IsOnPath(QemuCommandLine.Program))
            throw new System.ComponentModel.Win32Exception(2);
        var command = BoundProcess.Bind(CliWrap.Cli.Wrap(QemuCommandLine.Program), arguments, "KILL").WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(host.Input is null ? PipeSource.Null : PipeSource.FromStream(host.Input))
            .WithStandardOutputPipe(PipeTarget.Create((stream, token) => PumpAsync(stream, host.Console, token)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(errors));
        try
        {
            var start = Stopwatch.GetTimestamp();
            var running = BoundProcess.Start(command, cancellation);
            host.Started?.Invoke(running.ProcessId, start);
            return (await running.Task.ConfigureAwait(false)).ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task PumpAsync(Stream from, Action<ReadOnlySpan<byte>> to, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
            to(buffer.AsSpan(0, count));
    }
}
