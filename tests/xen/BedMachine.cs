using System.ComponentModel;
using System.Text;
using CliWrap;

namespace Xen.Bed;

/// <summary>The QEMU that runs Xen. It ends with this object, and with this process, however that ends.</summary>
internal sealed class BedMachine : IAsyncDisposable
{
    /// <summary>Guest memory 640 MiB: half of it for domain 0, the rest for guests. Domain 0 needs that much for its own QEMU (9pfs).</summary>
    private const int MemoryMiB = 640;

    private const int DomainZeroMiB = 320;

    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _errors = new();
    private readonly string _console;
    private readonly Task _process;

    /// <summary>Starts it.</summary>
    /// <param name="files">What it boots.</param>
    /// <param name="folder">The folder that domain 0 sees as /host.</param>
    /// <param name="console">File for the console of Xen and domain 0.</param>
    /// <param name="commands">Socket on which the server of commands is waited for.</param>
    /// <param name="network">Socket that QEMU makes: the wire of domain 0's bridge.</param>
    public BedMachine(BedFiles files, string folder, string console, string commands, string network)
    {
        _console = console;
        // The pipe to the watcher closes when this process is gone, also when it was killed; QEMU keeps the process number of the shell.
        const string Guarded = "exec 3<&0; { cat <&3 >/dev/null; kill -9 $$; } & exec 3<&-; exec qemu-system-x86_64 \"$@\" </dev/null";
        string[] arguments = ["-c", Guarded, "xen-bed", .. Arguments(files, folder, console, commands, network)];
        _process = RunAsync(arguments);
    }

    /// <summary>Completes when QEMU has ended.</summary>
    public Task Ended => _process;

    /// <summary>What there is to say about a bed that does not work.</summary>
    public string Describe()
    {
        var text = File.Exists(_console) ? File.ReadAllText(_console) : "";
        const int Enough = 3000;
        return $"{_errors}\n{(text.Length > Enough ? text[^Enough..] : text)}";
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _process;
        _stop.Dispose();
    }

    private async Task RunAsync(string[] arguments)
    {
        try
        {
            await Cli.Wrap("sh").WithArguments(arguments)
                .WithStandardInputPipe(PipeSource.Create((_, cancellation) => Task.Delay(Timeout.Infinite, cancellation)))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(_errors))
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(_errors))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped as wanted.
        }
        catch (Win32Exception e)
        {
            _errors.Append(e.Message);
        }
    }

    private static string[] Arguments(BedFiles files, string folder, string console, string commands, string network) =>
    [
        // npt: PVH guests need nested paging. rdrand: else xl waits seconds for the first random bytes. One vCPU: two spin when the host is busy.
        "-accel", "tcg", "-machine", "q35", "-cpu", "qemu64,+npt,+rdrand", "-smp", "1", "-m", $"{MemoryMiB}",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
        "-serial", $"file:{console}",
        "-chardev", $"socket,id=commands,path={commands}", "-serial", "chardev:commands",
        "-fsdev", $"local,id=host,path={folder},security_model=none", "-device", "virtio-9p-pci,fsdev=host,mount_tag=host,disable-legacy=on",
        "-netdev", $"stream,id=net0,server=on,addr.type=unix,addr.path={network}",
        "-device", "virtio-net-pci,netdev=net0,mac=02:00:00:00:01:00,disable-legacy=on,romfile=",
        "-kernel", files.Hypervisor,
        // bootscrub=0: Xen would touch all memory. smap=0: this Xen and the emulated SMAP do not go together.
        "-append", $"com1=115200,8n1 console=com1 dom0_mem={DomainZeroMiB}M,max:{DomainZeroMiB}M loglvl=warning guest_loglvl=all bootscrub=0 smap=0",
        "-initrd", $"{files.Kernel} console=hvc0 mitigations=off quiet panic=1,{files.Initramfs}",
    ];
}
