using System.Runtime.InteropServices;
using Netlab;
using Netlab.Cli;
using Netlab.Model;

using var interrupt = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // The run ends in order: children are stopped, files are complete.
    signal.Cancel = true;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    if (CommandLine.Read(args) is not { } options)
        return 0;
    var lab = LabReader.ReadFile(options.Lab);
    return options.Mode switch
    {
        RunMode.Image => await GuestRun.RunAsync(options, lab, interrupt.Token),
        RunMode.Program or RunMode.Exec => await ProgramRun.RunAsync(options, lab, interrupt.Token),
        _ => await ServeRun.RunAsync(options, lab, interrupt.Token),
    };
}
catch (NetlabException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
