using System.Diagnostics;
using Netlab.Attachments;
using Netlab.Cli;
using Netlab.Model;
using Netlab.Results;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Machines;
using Unikraft.Measurements.Pcap;

namespace Netlab.Runs;

/// <summary>A boot of an image on a lab.</summary>
/// <param name="Result">How the machine ended, or why it could not be booted.</param>
/// <param name="Exchanges">Everything on the wire.</param>
/// <param name="FirstProbeMs">Milliseconds from the start of QEMU to the first probe on the wire; null without a probe.</param>
/// <param name="FirstOutputMs">Milliseconds from the start of QEMU to the first byte of its console; null without output.</param>
internal sealed record GuestBoot(Result<MachineExit> Result, IReadOnlyList<Exchange> Exchanges, double? FirstProbeMs, double? FirstOutputMs)
{
    /// <summary>Boots a machine with a network card whose wire is the lab.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="machine">The machine, without network.</param>
    /// <param name="pcap">Path of the capture.</param>
    /// <param name="line">Receives each line of the console.</param>
    /// <param name="report">Receives what there is to say before the guest starts.</param>
    /// <param name="started">Called with the process id of QEMU.</param>
    /// <param name="cancellation">Stops the machine.</param>
    public static async Task<GuestBoot> RunAsync(
        Lab lab, Machine machine, string pcap, Action<string> line, Action<Diagnostic> report, Action<int>? started, CancellationToken cancellation)
    {
        // The path of a UNIX socket is short; that of the output folder need not be.
        var sockets = Directory.CreateTempSubdirectory("netlab-");
        try
        {
            var socket = Path.Combine(sockets.FullName, "net0");
            var port = QemuPort.Listen(socket, lab.Vp);
            using var server = new LabServer(lab, port, new PcapWriter(OutputFolder.Open(pcap)), new RunClock());
            long start = 0;
            long? firstOutput = null;
            var lines = new LineSplitter(line);
            var host = new MachineHost(Take, report)
            {
                Started = (process, timestamp) =>
                {
                    start = timestamp;
                    started?.Invoke(process);
                },
            };
            var result = await MachineRunner.RunAsync(machine with { Networks = [new NetworkAttachment(socket)] }, host, cancellation);
            lines.Finish();
            var exchanges = server.Exchanges;
            var first = exchanges.FirstOrDefault(ProbeCounter.IsProbe);
            return new GuestBoot(
                result,
                exchanges,
                first is null ? null : Milliseconds(first.ProbeNs - server.Clock.FromTimestamp(start)),
                firstOutput is { } byteAt ? Milliseconds((long)Stopwatch.GetElapsedTime(start, byteAt).TotalNanoseconds) : null);

            void Take(ReadOnlySpan<byte> bytes)
            {
                firstOutput ??= Stopwatch.GetTimestamp();
                lines.Write(bytes);
            }
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
    }

    private static double Milliseconds(long ns) => Math.Round(ns / 1e6, 3);
}
