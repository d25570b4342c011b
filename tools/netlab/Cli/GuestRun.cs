using Netlab.Attachments;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;
using Unikraft.Build.Machines;

namespace Netlab.Cli;

/// <summary>Boots a unikernel image on the lab.</summary>
internal static class GuestRun
{
    /// <summary>Runs it and prints dump and summary.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, Lab lab, CancellationToken cancellation)
    {
        var folder = OutputFolder.Create(options.Output);
        Console.Error.WriteLine($"Results: {folder.Path}");
        var pcapPath = options.Pcap ?? folder.File("lab.pcap");
        // The path of a UNIX socket is short; that of the output folder need not be.
        var sockets = Directory.CreateTempSubdirectory("netlab-");
        try
        {
            var socket = Path.Combine(sockets.FullName, "net0");
            var port = QemuPort.Listen(socket, lab.Vp);
            using var server = new LabServer(lab, port, new PcapWriter(OutputFolder.Open(pcapPath)), new RunClock());
            return await BootAsync(options, lab, folder, pcapPath, socket, server, cancellation);
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
    }

    private static async Task<int> BootAsync(
        NetlabOptions options, Lab lab, OutputFolder folder, string pcapPath, string socket, LabServer server, CancellationToken cancellation)
    {
        var machine = new Machine(options.Subject)
        {
            Type = Enum.Parse<MachineType>(options.Machine, ignoreCase: true),
            MemoryMiB = options.MemoryMiB,
            KernelArguments = [$"netdev.ip={lab.Vp}/24:{lab.Gateway}"],
            ProgramArguments = [.. ProberArguments.For(lab, folder, "/", options.Arguments)],
            Networks = [new NetworkAttachment(socket)],
            SharedFolder = folder.Path,
            AllowKvm = options.AllowKvm,
            TimeLimit = options.Timeout,
        };
        var printer = new DumpPrinter(options.JsonOnly);
        var lines = new LineSplitter(printer.Take);
        long? startNs = null;
        var host = new MachineHost(lines.Write, Console.Error.WriteLine)
        {
            Started = (_, timestamp) => startNs = server.Clock.FromTimestamp(timestamp),
        };
        var result = await MachineRunner.RunAsync(machine, host, cancellation);
        lines.Finish();
        foreach (var diagnostic in result.Diagnostics)
            Console.Error.WriteLine(diagnostic);
        if (result.Value is not { } exit)
            return ExitCode.Failed;

        var exchanges = server.Exchanges;
        var summary = SummaryMaker.Make(lab, options.Subject, exit.Outcome == MachineOutcome.Exited ? exit.Status : null, printer.Dump, folder, pcapPath, exchanges);
        var first = exchanges.FirstOrDefault(ProbeCounter.IsProbe);
        printer.Finish(summary with { FirstProbeMs = first is null ? null : Math.Round((first.ProbeNs - startNs!.Value) / 1e6, 3) });
        if (exit.Problem is not null)
            Console.Error.WriteLine(exit.Problem);
        return exit.ExitCode;
    }
}
