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
            var start = Stopwatch.GetTimestamp();
            var exitCode = await RunProcessAsync(arguments, host, errors, cancellation).ConfigureAwait(false);
            var status = File.Exists(statusFile) ? GuestStatus.Parse(await File.ReadAllBytesAsync(statusFile, CancellationToken.None).ConfigureAwait(false)) : null;
            return new QemuRun(exitCode, status, errors.ToString(), Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int?> RunProcessAsync(
        ImmutableArray<string> arguments, MachineHost host, StringBuilder errors, CancellationToken cancellation)
    {
        if (!BoundProcess.IsOnPath(QemuCommandLine.Program))
            throw new System.ComponentModel.Win32Exception(2);
        var command = BoundProcess.Bind(CliWrap.Cli.Wrap(QemuCommandLine.Program), arguments, "KILL").WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(host.Input is null ? PipeSource.Null : PipeSource.FromStream(host.Input))
            .WithStandardOutputPipe(PipeTarget.Create((stream, token) => PumpAsync(stream, host.Console, token)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => Remember(errors, line)));
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

    private static void Remember(StringBuilder errors, string line)
    {
        if (errors.Length < LongestErrors)
            errors.AppendLine(line);
    }
}
