using System.Runtime.InteropServices;
using Netlab;
using Netlab.Attachments;
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
    var labs = options.Labs.Select(LabReader.ReadFile).ToList();
    if (options.Mode is RunMode.Program or RunMode.Exec && !options.InNamespace)
        NamespaceWire.Enter(options.Raw);
    if (labs.Count > 1)
        return await SeveralRun.RunAsync(options, labs, interrupt.Token);
    return options.Mode switch
    {
        RunMode.Image => await GuestRun.RunAsync(options, labs[0], RunConsole.Standard, interrupt.Token),
        RunMode.Program or RunMode.Exec => await ProgramRun.RunAsync(options, labs[0], RunConsole.Standard, interrupt.Token),
        _ => await ServeRun.RunAsync(options, labs[0], interrupt.Token),
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
