using System.ComponentModel;
using CliWrap;
using Netlab.Attachments;
using Netlab.Model;
using Netlab.Runs;
using Unikraft.Measurements.Pcap;

namespace Netlab.Cli;

/// <summary>Runs a Linux program in a network namespace attached to the lab.</summary>
internal static class ProgramRun
{
    /// <summary>Runs it in one more namespace, so that several labs have a default route each.</summary>
    public static Task<int> RunApartAsync(NetlabOptions options, Lab lab, RunConsole console, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<Task<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A namespace belongs to a thread and is inherited by what the thread starts; a thread of the pool would carry it into other work.
        var thread = new Thread(() =>
        {
            try
            {
                NamespaceWire.Leave();
                done.SetResult(RunAsync(options, lab, console, cancellation));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        (thread.IsBackground, thread.Name) = (true, "netlab namespace");
        thread.Start();
        return done.Task.Unwrap();
    }

    /// <summary>Runs it and prints dump and summary.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, Lab lab, RunConsole console, CancellationToken cancellation)
    {
        var folder = OutputFolder.Create(options.Output, options.Arguments);
        console.Errors.WriteLine($"Results: {folder.Path}");
        var pcapPath = options.Pcap ?? folder.File("lab.pcap");
        var clock = new RunClock();
        var pcap = new PcapWriter(OutputFolder.Open(pcapPath));
        // Not awaited: the thread that is in the namespace must start the program as well.
        var port = NamespaceWire.OpenAsync(lab, NamespaceWire.InterfaceName, cancellation).GetAwaiter().GetResult();
        using var server = new LabServer(lab, port, pcap, clock);

        var arguments = options.Mode == RunMode.Program ? ProberArguments.For(lab, folder, folder.Path, options.Arguments) : options.Arguments;
        var printer = new DumpPrinter(console, options.JsonOnly);
        var take = options.Mode == RunMode.Program ? printer.Take : TakeAll(printer, console, options.JsonOnly);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        int? status;
        try
        {
            var result = await CliWrap.Cli.Wrap(options.Subject).WithArguments(arguments).WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(take))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(console.Errors.WriteLine))
                .ExecuteAsync(limit.Token);
            status = result.ExitCode;
        }
        catch (OperationCanceledException)
        {
            status = null;
        }
        catch (Win32Exception e)
        {
            throw new NetlabException("UK4014", $"the program '{options.Subject}' cannot be started ({e.Message}). Give the path of an executable file.", inner: e);
        }
        printer.Finish(SummaryMaker.Make(lab, options.Subject, status, printer.Dump, folder, pcapPath, server.Exchanges));
        if (status is not null)
            return status.Value;
        if (cancellation.IsCancellationRequested)
            return ExitCode.Interrupted;
        console.Errors.WriteLine($"UK4015: the program did not end within {options.Timeout.TotalSeconds} s. Raise --timeout or look for what it waits for.");
        return ExitCode.TimedOut;
    }

    /// <summary>Output of a program that is not a prober goes through as it is.</summary>
    private static Action<string> TakeAll(DumpPrinter printer, RunConsole console, bool jsonOnly) => line =>
    {
        printer.Dump.Add(line);
        (jsonOnly ? console.Errors : console.Output).WriteLine(line);
    };
}
