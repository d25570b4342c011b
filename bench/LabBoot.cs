using System.Globalization;
using Netlab.Cli;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;
using Unikraft.Build.Machines;

namespace Bench;

/// <summary>A boot of an image as a prober on a lab.</summary>
/// <param name="Boot">The boot itself.</param>
/// <param name="Rtt">Recorded round-trip times against those on the wire.</param>
/// <param name="RunMs">Milliseconds between the guest's own marks t1 and t2; null when it does not print them.</param>
internal sealed record LabBoot(GuestBoot Boot, RttErrors Rtt, double? RunMs)
{
    /// <summary>Whether the guest ended by itself with status 0.</summary>
    public bool Succeeded => Boot.Result.Value is { Outcome: MachineOutcome.Exited, Status: 0 };

    /// <summary>Boots an image on a lab, emulated, with the devices of a prober.</summary>
    public static async Task<LabBoot> RunAsync(string image, string lab, int memoryMiB, Action<int>? started, CancellationToken cancellation, string[]? qemuArguments = null)
    {
        var description = LabReader.ReadFile(Repository.Lab(lab));
        var folder = OutputFolder.Create(null, prober: []);
        try
        {
            var machine = GuestRun.MachineFor(description, image, folder, []) with
            {
                MemoryMiB = memoryMiB,
                AllowKvm = false,
                TimeLimit = TimeSpan.FromSeconds(60),
                QemuArguments = [.. qemuArguments ?? []],
            };
            var dump = new TraceDump();
            var marks = new Dictionary<string, double>();
            var boot = await GuestBoot.RunAsync(description, machine, folder.File("lab.pcap"), Take, _ => { }, started, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new LabBoot(
                boot,
                RttComparison.Compare(dump.Hops, boot.Exchanges),
                marks.TryGetValue("t1", out var t1) && marks.TryGetValue("t2", out var t2) ? (t2 - t1) / 1000 : null);

            void Take(string line)
            {
                line = line.TrimEnd('\r');
                if (!dump.Add(line) && line.Split(": ") is [("t1" or "t2") and var mark, var microseconds])
                    marks[mark] = double.Parse(microseconds, CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }
}
