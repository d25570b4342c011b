using System.Runtime.CompilerServices;
using Netlab.Model;
using TestBed;

namespace Mpls.Bed;

/// <summary>
/// A running Linux whose network namespaces are the routers of one lab at a time, each named as in the lab. Guests come in by a socket, Linux programs run in the namespace <c>VP</c>.
/// </summary>
internal sealed class MplsBed : IAsyncDisposable
{
    private const int MemoryMiB = 256;

    private readonly LinuxBed _linux;

    private MplsBed(LinuxBed linux) => _linux = linux;

    /// <summary>Gets the folder that is <c>/host</c> in the bed.</summary>
    public string Folder => _linux.Folder;

    /// <inheritdoc cref="LinuxBed.NetworkSocket" />
    public string NetworkSocket => _linux.NetworkSocket;

    private static string Sources { get; } = Here();

    /// <summary>Makes what the bed needs, boots it, and waits until it takes commands.</summary>
    /// <exception cref="BedException">UK3200 to UK3204, UK3208.</exception>
    public static async Task<MplsBed> StartAsync(CancellationToken cancellation = default)
    {
        var files = await BedFiles.MakeAsync(Path.Combine(Sources, "make-bed.sh"), Path.GetFullPath(Path.Combine(Sources, "../../artifacts/mpls")), cancellation);
        return new MplsBed(await LinuxBed.StartAsync(Boots(files), cancellation));
    }

    /// <summary>Makes a lab out of namespaces, instead of the one that was there.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="ttlBySysctl">Says by <c>net.mpls.ip_ttl_propagate</c>, and not by routes, how label paths treat TTLs.</param>
    /// <exception cref="BedException">UK3300: Linux cannot be made to behave so. UK3301: a command failed.</exception>
    public async Task BuildAsync(Lab lab, bool ttlBySysctl = false)
    {
        LabCheck.Check(lab);
        await RunAsync(new LabScript(lab, ttlBySysctl).Text);
    }

    /// <summary>Runs a shell script in the bed.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="BedException">UK3301: it failed. UK3204: the bed has ended. UK3205: time limit.</exception>
    public async Task<string> RunAsync(string script, TimeSpan? limit = null)
    {
        var command = await _linux.RunAsync($"set -e\n{Prelude}{script}", limit);
        return command.Status == 0
            ? command.Output
            : throw new BedException("UK3301", $"a script in the lab ended with status {command.Status}: {command.Errors.Trim()}. Correct the script, or the lab it was made for.");
    }

    /// <inheritdoc cref="LinuxBed.Put" />
    public string Put(string path) => _linux.Put(path);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _linux.DisposeAsync();

    /// <summary>The shell of the bed takes its own ip and tc, which know neither MPLS nor netem, for those words.</summary>
    private const string Prelude = """
        ip() { /bin/ip "$@"; }
        tc() { /bin/tc "$@"; }

        """;

    private static string[] Boots(BedFiles files) =>
    [
        // rdrand: else the kernel waits for the first random bytes. no_timer_check, tsc: on a busy machine it would take its timers for broken.
        "-cpu", "qemu64,+rdrand", "-m", $"{MemoryMiB}",
        "-kernel", files.Kernel, "-append", "console=ttyS0 mitigations=off quiet panic=1 no_timer_check tsc=reliable", "-initrd", files.Initramfs,
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
