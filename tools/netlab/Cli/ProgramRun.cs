using System.ComponentModel;
using CliWrap;
using Netlab.Attachments;
using Netlab.Model;
using Netlab.Runs;

namespace Netlab.Cli;

/// <summary>Runs a Linux program in a network namespace attached to the lab.</summary>
internal static class ProgramRun
{
    /// <summary>Runs it and prints dump and summary.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, Lab lab, CancellationToken cancellation)
    {
        if (!options.InNamespace)
            NamespaceWire.Enter(options.Raw);
        var folder = OutputFolder.Create(options.Output);
        Console.Error.WriteLine($"Results: {folder.Path}");
        var pcapPath = options.Pcap ?? folder.File("lab.pcap");
        var clock = new RunClock();
        var pcap = new PcapWriter(OutputFolder.Open(pcapPath));
        using var server = new LabServer(lab, await NamespaceWire.OpenAsync(lab, NamespaceWire.InterfaceName, cancellation), pcap, clock);

        var arguments = options.Mode == RunMode.Program ? ProberArguments.For(lab, folder, folder.Path, options.Arguments) : options.Arguments;
        var printer = new DumpPrinter(options.JsonOnly);
        var take = options.Mode == RunMode.Program ? printer.Take : TakeAll(printer, options.JsonOnly);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        int? status;
        try
        {
            var result = await CliWrap.Cli.Wrap(options.Subject).WithArguments(arguments).WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(take))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine))
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
        Console.Error.WriteLine($"UK4015: the program did not end within {options.Timeout.TotalSeconds} s. Raise --timeout or look for what it waits for.");
        return ExitCode.TimedOut;
    }

    /// <summary>Output of a program that is not a prober goes through as it is.</summary>
    private static Action<string> TakeAll(DumpPrinter printer, bool jsonOnly) => line =>
    {
        printer.Dump.Add(line);
        (jsonOnly ? Console.Error : Console.Out).WriteLine(line);
    };
}
