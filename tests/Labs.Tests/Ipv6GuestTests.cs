using Netlab.Cli;
using Netlab.Model;
using Netlab.Runs;
using Unikraft.Build.Machines;

namespace Labs.Tests;

/// <summary>Guests with both families on the wire of a lab, which has one: the other one is a network that does not answer.</summary>
public sealed class Ipv6GuestTests : IDisposable
{
    private const string Ipv4 = "netdev.ip=172.20.0.2/24:172.20.0.1";
    private const string Destination4 = "20.9.9.9";

    private static readonly string Destination6 = Ipv6Lab.Translate(Destination4, "");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labs-test-");

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Nobody advertises a prefix: coded errors, after the seconds that are documented, and the other family is as it always is.</summary>
    [Theory]
    [InlineData("netdev.ip6=auto", "UK8105: network device 0 has no IPv6 address", "--pps")]
    [InlineData("netdev.ip6=auto", "UK8105: network device 0 has no IPv6 address", "--sockets")]
    [InlineData(null, "UK6021", "--pps")]
    public async Task Without_a_router_IPv4_is_probed_and_IPv6_is_an_error(string? ipv6, string message, string option)
    {
        var (console, status) = await RunAsync(await ReadLabAsync(null), [Ipv4, .. ipv6 is null ? (string[])[] : [ipv6]], [Destination6, Destination4], option == "--pps" ? ["--pps", "1000"] : [option]);

        Assert.Contains(message, console, StringComparison.Ordinal);
        Assert.Contains($"UK6021: probing {Destination6} ended: Network unreachable. Check netdev.ip6", console, StringComparison.Ordinal);
        Assert.Equal(await ExpectedTracesAsync("ex04", null), Traces(console, Destination4));
        Assert.NotEqual(0, status);
    }

    /// <summary>A list of both families: each trace is what it is alone.</summary>
    [Theory]
    [InlineData("--pps")]
    [InlineData("--sockets")]
    public async Task Both_families_are_probed_in_one_run(string option)
    {
        var (console, status) = await RunAsync(
            await ReadLabAsync(Ipv6Lab.Advertised), [Ipv4, "netdev.ip6=auto"], [Destination4, Destination6], option == "--pps" ? ["--pps", "1000"] : [option]);

        Assert.Equal(await ExpectedTracesAsync("ex04", Ipv6Lab.Advertised), Traces(console, Destination6));
        Assert.Contains($"trace [icmp-paris] from 172.20.0.2 to {Destination4}", console, StringComparison.Ordinal);
        Assert.DoesNotContain("UK8", console, StringComparison.Ordinal);
        Assert.Equal(0, status);
    }

    private async Task<Lab> ReadLabAsync(string? vp) =>
        LabReader.ReadFile(vp is null ? Path.Combine(Repository.Labs, "ex04.json") : await Ipv6Lab.WriteAsync(_folder.FullName, "ex04", vp));

    private static async Task<string> ExpectedTracesAsync(string lab, string? vp)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Expected, lab + ".txt"));
        return Traces(vp is null ? text : Ipv6Lab.Translate(text, vp), vp is null ? Destination4 : Destination6);
    }

    /// <summary>The trace to a destination, from its head to the blank line; times masked, and columns as wide as they like.</summary>
    private static string Traces(string text, string destination)
    {
        var begin = text.IndexOf("trace [", text.IndexOf($" to {destination}\n", StringComparison.Ordinal) is var head and >= 0 ? text.LastIndexOf('\n', head) + 1 : 0, StringComparison.Ordinal);
        var trace = LabRun.Mask(text[begin..text.IndexOf("\n\n", begin, StringComparison.Ordinal)]);
        return string.Join('\n', trace.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    private async Task<(string Console, int? Status)> RunAsync(Lab lab, string[] kernel, string[] destinations, string[] options)
    {
        var targets = Path.Combine(_folder.FullName, OutputFolder.TargetsName);
        await File.WriteAllLinesAsync(targets, destinations);
        var machine = new Machine(LabRuns.Image())
        {
            KernelArguments = [.. kernel],
            ProgramArguments = ["172.20.0.2", "sc_tnt", "-o", "/out.warts", "-v", "-a", "/" + OutputFolder.TargetsName, .. options],
            SharedFolder = _folder.FullName,
            AllowKvm = false,
            TimeLimit = TimeSpan.FromSeconds(90),
        };
        var lines = new List<string>();
        var boot = await GuestBoot.RunAsync(lab, machine, Path.Combine(_folder.FullName, "lab.pcap"), lines.Add, diagnostic => lines.Add(diagnostic.ToString()), started: null, CancellationToken.None);
        Assert.True(boot.Result.Succeeded, string.Join('\n', boot.Result.Diagnostics));
        Assert.Equal(MachineOutcome.Exited, boot.Result.Value!.Outcome);
        return (string.Join('\n', lines), boot.Result.Value!.Status);
    }
}
