using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>Boots machines.</summary>
public static class MachineRunner
{
    /// <summary>
    /// The parameter by which a launcher tells the guest the time, in nanoseconds of the Unix epoch: the lean microvm has no clock, and those
    /// of a PC tell whole seconds.
    /// </summary>
    internal const string WallClock = "time.wall_ns";

    /// <summary>
    /// The parameter by which Unikraft from 0.18 on takes the seed of its random numbers, eight words of 32 bits, when it was built with
    /// <c>LIBUKRANDOM_CMDLINE_SEED</c>: an emulated processor may have no source of its own.
    /// </summary>
    internal const string Seed = "random.seed";

    /// <summary>Boots a machine and waits for its end. When the caller cancels, dies, or the time limit is reached, QEMU is gone.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="host">Where console and remarks go.</param>
    /// <param name="cancellation">Stops the machine; the outcome is then <see cref="MachineOutcome.Cancelled"/>.</param>
    /// <returns>How the guest ended, or why it could not be booted (UK3001 to UK3009, UK3013, UK3014).</returns>
    public static async Task<Result<MachineExit>> RunAsync(Machine machine, MachineHost host, CancellationToken cancellation)
    {
        var image = BootImage.Read(machine.Image);
        if (image.Value is null)
            return Result.Failed<MachineExit>(image.Diagnostics);
        machine = image.Value.Suit(machine);
        var line = KernelCommandLine.Format(WithSeed(WithWallClock(machine.KernelArguments, image.Value), image.Value), machine.ProgramArguments);
        if (line.Value is null)
            return Result.Failed<MachineExit>(line.Diagnostics);
        if (machine.SharedFolder is { } folder && !Directory.Exists(folder))
            return Failed("UK3008", $"the shared folder '{folder}' does not exist.", "Create it, or share another folder.");
        // QEMU would go on without the wire, and the guest wait for ever.
        if (machine.Networks.FirstOrDefault(network => !File.Exists(network.SocketPath)) is { } unplugged)
            return Failed("UK3013", $"nobody listens on the socket '{unplugged.SocketPath}' of the network card.", "Start the network first, for example netlab with --socket.");
        try
        {
            var kvm = machine.AllowKvm && await IsKvmUsableAsync(host, cancellation).ConfigureAwait(false);
            return await BootAsync(machine, line.Value, kvm, host, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            return Failed("UK3001", $"{QemuCommandLine.Program} was not found.", "Install Debian's package qemu-system-x86.");
        }
        catch (OperationCanceledException)
        {
            return Result.Of(new MachineExit(MachineOutcome.Cancelled, 0, TimeSpan.Zero));
        }
    }

    /// <summary>Images that do not know the parameter would warn about it.</summary>
    private static ImmutableArray<string> WithWallClock(ImmutableArray<string> arguments, BootImage image)
    {
        if (!Wants(image, WallClock, arguments))
            return arguments;
        var nanoseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return arguments.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{WallClock}={nanoseconds}"));
    }

    private static ImmutableArray<string> WithSeed(ImmutableArray<string> arguments, BootImage image)
    {
        if (!image.IsMultiboot || !Wants(image, Seed, arguments))
            return arguments;
        var words = Enumerable.Range(0, 8).Select(static _ => string.Create(CultureInfo.InvariantCulture, $"0x{BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)):x8}"));
        return arguments.InsertRange(0, $"{Seed}=[{string.Join(' ', words)}]".Split(' ').AsSpan());
    }

    private static bool Wants(BootImage image, string parameter, ImmutableArray<string> given) =>
        image.Mentions(parameter) && !given.Any(argument => argument.StartsWith(parameter + "=", StringComparison.Ordinal));

    private static async Task<bool> IsKvmUsableAsync(MachineHost host, CancellationToken cancellation)
    {
        var fault = await KvmProbe.FindFaultAsync(cancellation).ConfigureAwait(false);
        if (fault is { Length: > 0 })
            host.Report(Diagnostic.Warning("UK3006", $"KVM is present but does not work ({fault}); the guest is emulated.", "Allow access to /dev/kvm, or switch KVM off to silence this."));
        return fault is null;
    }

    private static async Task<Result<MachineExit>> BootAsync(Machine machine, string line, bool kvm, MachineHost host, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (machine.TimeLimit is { } time)
            limit.CancelAfter(time);
        var filter = new ConsoleFilter(host.Console, new Backtrace(machine.Image).Explain);
        var run = await QemuProcess.RunAsync(machine, line, kvm, host with { Console = filter.Write }, limit.Token).ConfigureAwait(false);
        if (run.KvmGaveUp)
        {
            var fault = run.Errors.Split('\n')[0].Trim();
            KvmProbe.Distrust(fault);
            return Failed("UK3014", $"KVM gave up on the guest ({fault.TrimEnd('.')}).", "Run it again: from now on guests are emulated on this machine, until it boots again.");
        }
        return run switch
        {
            { Status: { Crashed: false } exit } => Ended(MachineOutcome.Exited, run, null, exit.Value),
            { Status: { Crashed: true } crash } => Ended(MachineOutcome.Crashed, run, Diagnostic.Error("UK3010", $"the guest crashed (reason {crash.Value}).", "The lines UK9xxx on its console say where and why.")),
            { ExitCode: null } when cancellation.IsCancellationRequested => Ended(MachineOutcome.Cancelled, run, null),
            { ExitCode: null } => Ended(MachineOutcome.TimedOut, run, Diagnostic.Error("UK3011", $"the guest did not end within {machine.TimeLimit!.Value.TotalSeconds} s and was stopped.", "Raise the time limit or look for what it waits for.")),
            { ExitCode: 1, Errors.Length: > 0 } => Failed("UK3007", $"QEMU refused the machine: {Sentence(run.Errors)}", "Correct the arguments or the machine it names."),
            _ => Ended(MachineOutcome.NoStatus, run, Diagnostic.Error("UK3012", $"the guest ended without a status{Because(run)}.", "It may have reset itself (triple fault) or been killed; boot it with the QEMU argument -d int to see why.")),
        };
    }

    private static Result<MachineExit> Ended(MachineOutcome outcome, QemuRun run, Diagnostic? problem, int status = 0) =>
        Result.Of(new MachineExit(outcome, status, run.Duration, problem));

    private static Result<MachineExit> Failed(string code, string message, string remedy) =>
        Result.Failed<MachineExit>(Diagnostic.Error(code, message, remedy));

    private static string Because(QemuRun run) => run.Errors.Length > 0 ? $" ({Sentence(run.Errors).TrimEnd('.')})" : "";

    private static string Sentence(string errors) => errors.Trim().ReplaceLineEndings("; ").TrimEnd('.') + ".";
}
