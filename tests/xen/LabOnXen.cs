using Netlab.Attachments;
using Netlab.Cli;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;
using Unikraft.Build.Machines;

namespace Xen.Bed;

/// <summary>A run of a prober of Xen on a lab.</summary>
/// <param name="End">How the guest ended.</param>
/// <param name="Dump">The text dump, each line with its end.</param>
/// <param name="Summary">What netlab says about the run.</param>
internal sealed record LabOnXen(GuestEnd End, string Dump, Summary Summary)
{
    /// <summary>Creates a guest whose network is a lab, and waits for its end.</summary>
    /// <param name="bed">The bed; one lab at a time stands behind its bridge.</param>
    /// <param name="name">Name of the guest.</param>
    /// <param name="config">xl configuration of a prober, with one vif and the 9pfs share <c>fs0</c> at <c>/host/NAME</c>.</param>
    /// <param name="labPath">The lab.</param>
    /// <param name="limit">Time limit.</param>
    /// <param name="during">What is done to the guest while it runs.</param>
    public static async Task<LabOnXen> RunAsync(XenBed bed, string name, string config, string labPath, TimeSpan limit, Func<XenGuest, Task>? during = null)
    {
        var lab = LabReader.ReadFile(labPath);
        var folder = OutputFolder.Create(Path.Combine(bed.Folder, name));
        var pcap = folder.File("lab.pcap");
        using var server = new LabServer(lab, QemuPort.Connect(bed.NetworkSocket, lab.Vp), new PcapWriter(OutputFolder.Open(pcap)), new RunClock());

        var guest = bed.Create(name, $"{config}\nextra = '{CommandLine(lab, folder)}'\n");
        if (during is not null)
            await during(guest);
        var end = await guest.WaitAsync(limit);

        var dump = new TraceDump();
        var lines = end.Console.Replace("\r", "", StringComparison.Ordinal).Split('\n').Where(dump.Add).ToList();
        return new LabOnXen(end, string.Concat(lines.Select(line => line + "\n")), SummaryMaker.Make(lab, name, end.Status, dump, folder, pcap, server.Exchanges));
    }

    private static string CommandLine(Lab lab, OutputFolder folder) =>
        KernelCommandLine.Format([$"netdev.ip={lab.Vp}/24:{lab.Gateway}"], [.. ProberArguments.For(lab, folder, "/", [])]).Value!;
}
