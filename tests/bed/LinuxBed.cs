using System.Net.Sockets;

namespace TestBed;

/// <summary>A running Linux in QEMU that runs scripts, with a folder that both sides see and a network interface whose wire is a socket.</summary>
public sealed class LinuxBed : IAsyncDisposable
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _root;
    private readonly BedMachine _machine;
    private readonly CommandLink _link;

    private LinuxBed(DirectoryInfo root, BedMachine machine, CommandLink link) => (_root, _machine, _link) = (root, machine, link);

    /// <summary>Gets the folder that is <c>/host</c> in the bed.</summary>
    public string Folder => Path.Combine(_root.FullName, "host");

    /// <summary>Gets the socket of the wire of <c>eth0</c>: QEMU listens and takes one connection at a time, as <c>-netdev stream</c> does.</summary>
    public string NetworkSocket => Path.Combine(_root.FullName, "net0");

    /// <summary>Gets the console so far.</summary>
    public string Console => File.ReadAllText(Path.Combine(_root.FullName, "serial.log"));

    /// <summary>Boots it and waits until it takes commands.</summary>
    /// <param name="boots">Memory, processor, and what is booted: arguments of QEMU.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BedException">UK3204.</exception>
    public static async Task<LinuxBed> StartAsync(IEnumerable<string> boots, CancellationToken cancellation)
    {
        // The path of a UNIX socket is short, so this is no folder of the repository.
        var root = Directory.CreateTempSubdirectory("test-bed-");
        var folder = root.CreateSubdirectory("host");
        var run = folder.CreateSubdirectory("run");
        var commands = Path.Combine(root.FullName, "commands");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(commands));
        listener.Listen(1);
        var machine = new BedMachine(boots, folder.FullName, Path.Combine(root.FullName, "serial.log"), commands, Path.Combine(root.FullName, "net0"));
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
            return new LinuxBed(root, machine, link);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var description = machine.Describe();
            await machine.DisposeAsync();
            root.Delete(recursive: true);
            throw new BedException("UK3204", $"the test bed did not start ({e.Message}). Install Debian's package qemu-system-x86 if QEMU is missing; else read what it said:\n{description}", e);
        }
    }

    /// <summary>Runs a shell script in the bed.</summary>
    /// <exception cref="BedException">UK3204: the bed has ended. UK3205: time limit.</exception>
    public Task<BedCommand> RunAsync(string script, TimeSpan? limit = null, CancellationToken cancellation = default) =>
        _link.RunAsync(script, limit ?? CommandLimit, cancellation);

    /// <summary>Copies a file of this machine into the shared folder.</summary>
    /// <returns>Its path in the bed.</returns>
    public string Put(string path)
    {
        var name = Path.GetFileName(path);
        File.Copy(path, Path.Combine(Folder, name), overwrite: true);
        return "/host/" + name;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _link.Dispose();
        await _machine.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
