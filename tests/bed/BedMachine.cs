using System.ComponentModel;
using System.Text;
using CliWrap;

namespace TestBed;

/// <summary>The QEMU of a test bed. It ends with this object, and with this process, however that ends.</summary>
internal sealed class BedMachine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _errors = new();
    private readonly string _console;
    private readonly Task _process;

    /// <summary>Starts it.</summary>
    /// <param name="boots">Memory, processor, and what is booted: arguments of QEMU.</param>
    /// <param name="folder">The folder that the bed sees as /host.</param>
    /// <param name="console">File for the console.</param>
    /// <param name="commands">Socket on which the server of commands is waited for.</param>
    /// <param name="network">Socket that QEMU makes: the wire of the bed's eth0.</param>
    public BedMachine(IEnumerable<string> boots, string folder, string console, string commands, string network)
    {
        _console = console;
        // The pipe to the watcher closes when this process is gone, also when it was killed; QEMU keeps the process number of the shell.
        const string Guarded = "exec 3<&0; { cat <&3 >/dev/null; kill -9 $$; } & exec 3<&-; exec qemu-system-x86_64 \"$@\" </dev/null";
        string[] arguments = ["-c", Guarded, "test-bed", .. boots, .. Devices(folder, console, commands, network)];
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

    private static string[] Devices(string folder, string console, string commands, string network) =>
    [
        // One vCPU: two spin when the host is busy.
        "-accel", "tcg", "-machine", "q35", "-smp", "1", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
        "-serial", $"file:{console}",
        "-chardev", $"socket,id=commands,path={commands}", "-serial", "chardev:commands",
        "-fsdev", $"local,id=host,path={folder},security_model=none", "-device", "virtio-9p-pci,fsdev=host,mount_tag=host,disable-legacy=on",
        "-netdev", $"stream,id=net0,server=on,addr.type=unix,addr.path={network}",
        "-device", "virtio-net-pci,netdev=net0,mac=02:00:00:00:01:00,disable-legacy=on,romfile=",
    ];
}
