using System.Runtime.InteropServices;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Machines;
using Unikraft.Build.Projects;
using Unikraft.Sdk.Launcher;

// The command behind `dotnet run`: boots an image and stands for it. Its standard output is the guest's console, its exit code that of main.
const int CannotBoot = 125;

if (args is ["menuconfig", var session])
    return MenuCommand.Run(session);
if (args is ["configure", var goal, .. var parameters])
    return ConfigureCommand.Run(goal, parameters);
var options = LauncherOptions.Parse(args);
if (options.Value is not { } machine)
    return Fail(options.Diagnostics);

// Editors wait for this line before they start gdb, which tries again until QEMU listens.
if (machine.QemuArguments.Contains("-S"))
    Console.Error.WriteLine($"The guest waits for gdb: gdb -x {machine.Image}.gdb {machine.Image}.dbg -ex 'target remote :1234'");
using var stop = new CancellationTokenSource();
// The terminal sends Ctrl+C to the whole group: QEMU ignores it, so that it is we who end it, console and all.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

using var console = Console.OpenStandardOutput();
var host = new MachineHost(
    bytes =>
    {
        console.Write(bytes);
        console.Flush();
    },
    static remark => Console.Error.WriteLine(remark))
{
    Input = Console.OpenStandardInput(),
};
var run = machine.Platform == Platform.Xen
    ? await XlRunner.RunAsync(machine, host, stop.Token).ConfigureAwait(false)
    : await MachineRunner.RunAsync(machine, host, stop.Token).ConfigureAwait(false);
if (run.Value is not { } end)
    return Fail(run.Diagnostics);
if (end.Problem is { } problem)
    Console.Error.WriteLine(problem);
return end.ExitCode;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Fail(IEnumerable<Diagnostic> diagnostics)
{
    foreach (var diagnostic in diagnostics)
        Console.Error.WriteLine(diagnostic);
    return CannotBoot;
}
