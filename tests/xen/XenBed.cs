using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Xen.Bed;

/// <summary>
/// A running Xen with domain 0, its bridge <c>xenbr0</c>, and a folder that both sides see. Guests are created in it one after the other or side by side.
/// </summary>
public sealed class XenBed : IAsyncDisposable
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _root;
    private readonly BedMachine _machine;
    private readonly CommandLink _link;
    private readonly ConcurrentBag<Task> _leaving = [];

    private XenBed(DirectoryInfo root, BedMachine machine, CommandLink link) => (_root, _machine, _link) = (root, machine, link);

    /// <summary>Gets the folder that is <c>/host</c> in domain 0.</summary>
    public string Folder => Path.Combine(_root.FullName, "host");

    /// <summary>Gets the socket of the wire behind the bridge: QEMU listens and takes one connection at a time, as <c>-netdev stream</c> does.</summary>
    public string NetworkSocket => Path.Combine(_root.FullName, "net0");

    /// <summary>Gets the console of Xen and domain 0 so far.</summary>
    public string HypervisorConsole => File.ReadAllText(Path.Combine(_root.FullName, "serial.log"));

    /// <summary>Makes what the bed needs, boots it, and waits until it takes commands.</summary>
    /// <exception cref="XenBedException">UK3200 to UK3204, UK3208.</exception>
    public static async Task<XenBed> StartAsync(CancellationToken cancellation = default)
    {
        var files = await BedFiles.MakeAsync(cancellation);
        // The path of a UNIX socket is short, so this is no folder of the repository.
        var root = Directory.CreateTempSubdirectory("xen-bed-");
        var folder = root.CreateSubdirectory("host");
        var run = folder.CreateSubdirectory("run");
        var commands = Path.Combine(root.FullName, "commands");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(commands));
        listener.Listen(1);
        var machine = new BedMachine(files, folder.FullName, Path.Combine(root.FullName, "serial.log"), commands, Path.Combine(root.FullName, "net0"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(BootLimit);
        try
        {
            var accepting = listener.AcceptAsync(limit.Token).AsTask();
            await Task.WhenAny(accepting, machine.Ended);
            if (!accepting.IsCompletedSuccessfully)
                throw new IOException("QEMU did not start");
            var link = new CommandLink(await accepting, run.FullName);
            await link.Ready.WaitAsync(limit.Token);
            return new XenBed(root, machine, link);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var description = machine.Describe();
            await machine.DisposeAsync();
            root.Delete(recursive: true);
            throw new XenBedException("UK3204", $"the test bed did not start ({e.Message}). Install Debian's package qemu-system-x86 if QEMU is missing; else read what it said:\n{description}", e);
        }
    }

    /// <summary>Runs a shell script in domain 0.</summary>
    /// <exception cref="XenBedException">UK3204: the bed has ended. UK3205: time limit.</exception>
    public Task<DomainCommand> RunAsync(string script, TimeSpan? limit = null, CancellationToken cancellation = default) =>
        _link.RunAsync(script, limit ?? CommandLimit, cancellation);

    /// <summary>Counts what domain 0 holds for guests, once those that have ended are gone.</summary>
    public async Task<DomainZeroCounts> CountAsync()
    {
        await Task.WhenAll(_leaving);
        return DomainZeroCounts.Parse((await RunAsync(DomainZeroCounts.Script)).Output);
    }

    /// <summary>Destroys a guest that has ended. That takes domain 0 seconds, and nobody waits for it but <see cref="CountAsync"/>.</summary>
    internal void Forget(string name) => _leaving.Add(RunAsync($"xl destroy {name} || true"));

    /// <summary>Copies a file of this machine into the shared folder.</summary>
    /// <returns>Its path in domain 0.</returns>
    public string Put(string path)
    {
        var name = Path.GetFileName(path);
        File.Copy(path, Path.Combine(Folder, name), overwrite: true);
        return "/host/" + name;
    }

    /// <summary>Creates a guest; returns when <c>xl</c> is at work.</summary>
    /// <param name="name">Name of the guest; of letters, digits and hyphens, and new in this bed.</param>
    /// <param name="config">Text of an xl configuration (xl.cfg(5)), used as it is. Paths in it may be relative to /host.</param>
    /// <param name="more">More lines, which xl gets on its command line; the bed adds the name, and that the guest is kept after its end.</param>
    /// <param name="paused">Whether it shall not run before <c>xl unpause</c>; see <see cref="XenGuest.BeforeItRunsAsync"/>.</param>
    public XenGuest Create(string name, string config, IEnumerable<string>? more = null, bool paused = false) => new(this, name, config, more ?? [], paused);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _link.Dispose();
        await _machine.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
