using System.Diagnostics;
using Netlab.Attachments;
using Netlab.Cli;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;
using Unikraft.Build.Machines;
using Unikraft.Measurements.Pcap;

namespace Xen.Bed;

/// <summary>A run of a prober of Xen on a lab.</summary>
/// <param name="End">How the guest ended.</param>
/// <param name="Dump">The text dump, each line with its end.</param>
/// <param name="Summary">What netlab says about the run.</param>
/// <param name="FirstProbeMs">Milliseconds from the request for <c>xl create</c> to the first probe on the wire; null without a probe.</param>
internal sealed record LabOnXen(GuestEnd End, string Dump, Summary Summary, double? FirstProbeMs)
{
    /// <summary>Creates a guest whose network is a lab, and waits for its end.</summary>
    /// <param name="bed">The bed; one lab at a time stands behind its bridge.</param>
    /// <param name="name">Name of the guest.</param>
    /// <param name="config">xl configuration of a prober.</param>
    /// <param name="more">More lines for it; the share at <c>/host/NAME</c> and the command line are added.</param>
    /// <param name="labPath">The lab.</param>
    /// <param name="limit">Time limit.</param>
    /// <param name="during">What is done to the guest while it runs.</param>
    /// <param name="paused">Whether it is created paused; <paramref name="during"/> lets it run.</param>
    public static async Task<LabOnXen> RunAsync(XenBed bed, string name, string config, IEnumerable<string> more, string labPath, TimeSpan limit, Func<XenGuest, Task>? during = null, bool paused = false)
    {
        var lab = LabReader.ReadFile(labPath);
        var folder = OutputFolder.Create(Path.Combine(bed.Folder, name), prober: []);
        var pcap = folder.File("lab.pcap");
        using var server = new LabServer(lab, QemuPort.Connect(bed.NetworkSocket, lab.Vp), new PcapWriter(OutputFolder.Open(pcap)), new RunClock());

        var start = Stopwatch.GetTimestamp();
        var guest = bed.Create(name, config, [Share(name), $"extra={XlConfiguration.Quote(CommandLine(lab, folder))}", .. more], paused);
        if (during is not null)
            await during(guest);
        var end = await guest.WaitAsync(limit);

        var dump = new TraceDump();
        var lines = end.Console.Replace("\r", "", StringComparison.Ordinal).Split('\n').Where(dump.Add).ToList();
        return new LabOnXen(end, string.Concat(lines.Select(line => line + "\n")), SummaryMaker.Make(lab, name, end.Status, dump, folder, pcap, server.Exchanges), FirstProbe(server, start));
    }

    private static double? FirstProbe(LabServer server, long start) =>
        server.Exchanges.FirstOrDefault(ProbeCounter.IsProbe) is { } probe ? (probe.ProbeNs - server.Clock.FromTimestamp(start)) / 1e6 : null;

    /// <summary>The line of configuration that makes <c>/host/NAME</c> the root of a guest.</summary>
    internal static string Share(string name) => $"p9=[ \"tag=fs0,security_model=none,path=/host/{name}\" ]";

    private static string CommandLine(Lab lab, OutputFolder folder) =>
        KernelCommandLine.Format([GuestRun.AddressOf(lab)], [.. ProberArguments.For(lab, folder, "/", [])]).Value!;
}
