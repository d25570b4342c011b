using Netlab.Attachments;
using Netlab.Model;
using Netlab.Runs;
using Unikraft.Build.Machines;

namespace Netlab.Cli;

/// <summary>Boots a unikernel image on the lab.</summary>
internal static class GuestRun
{
    /// <summary>The machine of an image that shall probe a lab.</summary>
    public static Machine MachineFor(Lab lab, string image, OutputFolder folder, IReadOnlyList<string> more) => new(image)
    {
        KernelArguments = [AddressOf(lab)],
        ProgramArguments = [.. ProberArguments.For(lab, folder, "/", more)],
        SharedFolder = folder.Path,
    };

    /// <summary>The kernel parameter that gives a guest the address of a lab: by what the wire announces (NeighbourDiscovery) where that is it.</summary>
    internal static string AddressOf(Lab lab) => !lab.Vp.IsIpv6 ? $"netdev.ip={lab.Vp}/{lab.PrefixLength}:{lab.Gateway}"
        : NeighbourDiscovery.IsTaken(lab.Vp) ? "netdev.ip6=auto"
        : $"netdev.ip6={lab.Vp}/{lab.PrefixLength},{lab.Gateway}";

    /// <summary>Runs it and prints dump and summary.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, Lab lab, RunConsole console, CancellationToken cancellation)
    {
        var folder = OutputFolder.Create(options.Output, options.Arguments);
        console.Errors.WriteLine($"Results: {folder.Path}");
        var pcap = options.Pcap ?? folder.File("lab.pcap");
        var machine = MachineFor(lab, options.Subject, folder, options.Arguments) with
        {
            Type = Enum.Parse<MachineType>(options.Machine, ignoreCase: true),
            MemoryMiB = options.MemoryMiB,
            AllowKvm = options.AllowKvm,
            TimeLimit = options.Timeout,
        };
        var printer = new DumpPrinter(console, options.JsonOnly);
        var boot = await GuestBoot.RunAsync(lab, machine, pcap, printer.Take, diagnostic => console.Errors.WriteLine(diagnostic), started: null, cancellation);
        foreach (var diagnostic in boot.Result.Diagnostics)
            console.Errors.WriteLine(diagnostic);
        if (boot.Result.Value is not { } exit)
            return ExitCode.Failed;

        var status = exit.Outcome == MachineOutcome.Exited ? exit.Status : (int?)null;
        var summary = SummaryMaker.Make(lab, options.Subject, status, printer.Dump, folder, pcap, boot.Exchanges);
        printer.Finish(summary with { FirstProbeMs = boot.FirstProbeMs });
        if (exit.Problem is not null)
            console.Errors.WriteLine(exit.Problem);
        return exit.ExitCode;
    }
}
