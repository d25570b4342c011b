using System.Globalization;
using System.Text;
using Netlab.Cli;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;
using TestBed;
using Unikraft.Build.Machines;

namespace Mpls.Bed;

/// <summary>A run of a prober on the lab that is built.</summary>
/// <param name="Status">Its exit status; null when it did not end by itself.</param>
/// <param name="Dump">The text dump, each line with its end.</param>
/// <param name="Log">Its log.</param>
/// <param name="Hops">The hops of the dump.</param>
/// <param name="Rest">What else it printed.</param>
internal sealed record LabRunOnLinux(int? Status, string Dump, CommandLog Log, IReadOnlyList<TraceHop> Hops, string Rest)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Boots an image whose network is the lab.</summary>
    public static async Task<LabRunOnLinux> GuestAsync(MplsBed bed, Lab lab, string image, IReadOnlyList<string> more, CancellationToken cancellation = default)
    {
        var folder = OutputFolder.Create(wanted: null, more);
        try
        {
            var console = new List<string>();
            var lines = new LineSplitter(console.Add);
            var machine = GuestRun.MachineFor(lab, image, folder, more) with { Networks = [new NetworkAttachment(bed.NetworkSocket)], TimeLimit = Limit, AllowKvm = false };
            var result = await MachineRunner.RunAsync(machine, new MachineHost(lines.Write, _ => { }), cancellation);
            lines.Finish();
            var exit = result.Value ?? throw new BedException("UK3302", $"the image cannot be booted: {string.Join('\n', result.Diagnostics)}");
            return Of(exit.Outcome == MachineOutcome.Exited ? exit.Status : null, console, folder, exit.Problem?.ToString());
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    /// <summary>Runs a program of this machine, statically linked, in the namespace <c>VP</c>.</summary>
    public static async Task<LabRunOnLinux> ProgramAsync(MplsBed bed, Lab lab, string program, IReadOnlyList<string> more)
    {
        const string Results = "results";
        var folder = OutputFolder.Create(Path.Combine(bed.Folder, Results), more);
        var arguments = ProberArguments.For(lab with { Vp = LabScript.LinuxVp(lab) }, folder, "/host/" + Results, more);
        var words = string.Join(' ', arguments.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var output = await bed.RunAsync($"ip netns exec VP {bed.Put(program)} {words} 2>&1 || echo $? >/host/{Results}/status", Limit);
        var failed = folder.Existing("status");
        var status = failed is null ? 0 : int.Parse(await File.ReadAllTextAsync(failed), CultureInfo.InvariantCulture);
        var run = Of(status, output.Split('\n').SkipLast(1), folder, problem: null);
        Directory.Delete(folder.Path, recursive: true);
        return run;
    }

    private static LabRunOnLinux Of(int? status, IEnumerable<string> output, OutputFolder folder, string? problem)
    {
        var dump = new TraceDump();
        var (inside, rest) = (new StringBuilder(), new StringBuilder());
        foreach (var line in output.Select(line => line.TrimEnd('\r')))
            (dump.Add(line) ? inside : rest).Append(line).Append('\n');
        var log = folder.Existing(OutputFolder.LogName);
        return new LabRunOnLinux(status, inside.ToString(), log is null ? CommandLog.Empty : CommandLog.Read(File.ReadLines(log)), dump.Hops, rest + problem);
    }
}
