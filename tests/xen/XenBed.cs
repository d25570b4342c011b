using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TestBed;

namespace Xen.Bed;

/// <summary>
/// A running Xen with domain 0, its bridge <c>xenbr0</c>, and a folder that both sides see. Guests are created in it one after the other or side by side.
/// </summary>
public sealed class XenBed : IAsyncDisposable
{
    /// <summary>Memory 640 MiB: half of it for domain 0, the rest for guests. Domain 0 needs that much for its own QEMU (9pfs).</summary>
    private const int MemoryMiB = 640;

    private const int DomainZeroMiB = 320;

    private readonly LinuxBed _zero;
    private readonly ConcurrentBag<Task> _leaving = [];

    private XenBed(LinuxBed zero) => _zero = zero;

    /// <summary>Gets the folder of the sources of the test bed.</summary>
    internal static string Sources { get; } = Here();

    /// <summary>Gets the folder that is <c>/host</c> in domain 0.</summary>
    public string Folder => _zero.Folder;

    /// <inheritdoc cref="LinuxBed.NetworkSocket" />
    public string NetworkSocket => _zero.NetworkSocket;

    /// <summary>Gets the console of Xen and domain 0 so far.</summary>
    public string HypervisorConsole => _zero.Console;

    /// <summary>Makes what the bed needs, boots it, and waits until it takes commands.</summary>
    /// <exception cref="BedException">UK3200 to UK3204, UK3208.</exception>
    public static async Task<XenBed> StartAsync(CancellationToken cancellation = default)
    {
        var files = await BedFiles.MakeAsync(Path.Combine(Sources, "make-bed.sh"), Path.GetFullPath(Path.Combine(Sources, "../../artifacts/xen")), cancellation);
        return new XenBed(await LinuxBed.StartAsync(Boots(files), cancellation));
    }

    /// <summary>Runs a shell script in domain 0.</summary>
    /// <exception cref="BedException">UK3204: the bed has ended. UK3205: time limit.</exception>
    public Task<BedCommand> RunAsync(string script, TimeSpan? limit = null, CancellationToken cancellation = default) => _zero.RunAsync(script, limit, cancellation);

    /// <summary>Counts what domain 0 holds for guests, once those that have ended are gone.</summary>
    public async Task<DomainZeroCounts> CountAsync()
    {
        await Task.WhenAll(_leaving);
        return DomainZeroCounts.Parse((await RunAsync(DomainZeroCounts.Script)).Output);
    }

    /// <summary>Destroys a guest that has ended. That takes domain 0 seconds, and nobody waits for it but <see cref="CountAsync"/>.</summary>
    internal void Forget(string name) => _leaving.Add(RunAsync($"xl destroy {name} || true"));

    /// <inheritdoc cref="LinuxBed.Put" />
    public string Put(string path) => _zero.Put(path);

    /// <summary>Creates a guest; returns when <c>xl</c> is at work.</summary>
    /// <param name="name">Name of the guest; of letters, digits and hyphens, and new in this bed.</param>
    /// <param name="config">Text of an xl configuration (xl.cfg(5)), used as it is. Paths in it may be relative to /host.</param>
    /// <param name="more">More lines, which xl gets on its command line; the bed adds the name, and that the guest is kept after its end.</param>
    /// <param name="paused">Whether it shall not run before <c>xl unpause</c>; see <see cref="XenGuest.BeforeItRunsAsync"/>.</param>
    public XenGuest Create(string name, string config, IEnumerable<string>? more = null, bool paused = false) => new(this, name, config, more ?? [], paused);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _zero.DisposeAsync();

    private static string[] Boots(BedFiles files) =>
    [
        // npt: PVH guests need nested paging. rdrand: else xl waits seconds for the first random bytes.
        "-cpu", "qemu64,+npt,+rdrand", "-m", $"{MemoryMiB}",
        "-kernel", files.File("xen"),
        // bootscrub=0: Xen would touch all memory. smap=0: this Xen and the emulated SMAP do not go together.
        "-append", $"com1=115200,8n1 console=com1 dom0_mem={DomainZeroMiB}M,max:{DomainZeroMiB}M loglvl=warning guest_loglvl=all bootscrub=0 smap=0",
        "-initrd", $"{files.Kernel} console=hvc0 mitigations=off quiet panic=1,{files.Initramfs}",
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
