using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;

namespace Netlab.Cli;

/// <summary>Puts the summary of a run together.</summary>
internal static class SummaryMaker
{
    /// <summary>Makes the summary from the dump, the log in the folder, and what was seen on the wire.</summary>
    public static Summary Make(Lab lab, string image, int? exitStatus, TraceDump dump, OutputFolder folder, string pcap, IReadOnlyList<Exchange> exchanges)
    {
        var logPath = folder.Existing(OutputFolder.LogName);
        var log = logPath is null ? CommandLog.Empty : CommandLog.Read(File.ReadLines(logPath));
        // The counts stand in the order of the traces; a destination traced twice keeps its last count.
        var reported = new Dictionary<string, int>();
        foreach (var (destination, count) in dump.Destinations.Zip(log.ProbesReported))
            reported[destination.ToString()] = count;
        var probes = exchanges.Where(ProbeCounter.IsProbe).Select(exchange => exchange.ProbeNs).ToList();
        return new Summary
        {
            Lab = lab.Path,
            Image = image,
            ExitStatus = exitStatus,
            Commands = log.Commands,
            ProbesSent = probes.Count,
            ProbeSeconds = probes.Count == 0 ? null : (probes[^1] - probes[0]) / 1e9,
            ProbesReported = reported,
            Verdict = folder.Existing(OutputFolder.WartsName),
            Pcap = pcap,
            Log = logPath,
            Rtt = RttComparison.Compare(dump.Hops, exchanges),
        };
    }
}
