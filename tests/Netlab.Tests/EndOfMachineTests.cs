using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Guests.Tests;

namespace Netlab.Tests;

/// <summary>However netlab ends, its QEMU ends, too.</summary>
public sealed class EndOfMachineTests
{
    private static readonly string Netlab = typeof(NetlabException).Assembly.Location;

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    [InlineData("HUP", 130)]
    [InlineData("KILL", 137)]
    public async Task A_signal_to_netlab_ends_qemu(string signal, int exitCode)
    {
        using var guest = await TinyGuest.AssembleAsync("\tprint \"up\\n\"\n1:\thlt\n\tjmp 1b");
        var up = new TaskCompletionSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        // A shell's background job starts its children with SIGINT ignored, and so may whoever runs the tests.
        var running = CliWrap.Cli.Wrap("env")
            .WithArguments(["--default-signal", "dotnet", Netlab, Path.Combine(Repository.Labs, "ex01.json"), "--kvm", "off", "--image", guest.Image])
            .WithValidation(CommandResultValidation.None)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => _ = line == "up" && up.TrySetResult()))
            .ExecuteAsync(limit.Token);
        await up.Task.WaitAsync(limit.Token);
        var qemu = FindQemu(guest.Image);
        Assert.NotNull(qemu);

        await CliWrap.Cli.Wrap("kill").WithArguments(["-" + signal, running.ProcessId.ToString()]).ExecuteAsync();

        Assert.Equal(exitCode, (await running).ExitCode);
        Assert.True(qemu.WaitForExit(TimeSpan.FromSeconds(5)), "QEMU is still there");
    }

    /// <summary>A KVM that takes every test guest, or none, and then gives up: nobody waits for the QEMU that it leaves paused.</summary>
    [Theory]
    [InlineData("always", 5, "UK3006: KVM is present but does not work (KVM internal error. Suberror: 1)")]
    [InlineData("second", 125, "UK3014: KVM gave up on the guest (KVM internal error. Suberror: 1)")]
    public async Task A_kvm_that_gives_up_is_told_and_not_used_again(string when, int exitCode, string message)
    {
        using var folder = new TemporaryFolder();
        using var guest = await TinyGuest.AssembleAsync("\tstatus 'E', 5\n\tleave 5");
        await WriteQemuAsync(folder.Path, when);

        var first = await RunAsync(folder.Path, guest.Image);
        if (!File.Exists("/dev/kvm"))
        {
            // Nothing that could give up: emulation, without a word.
            Assert.Equal((5, ""), (first.ExitCode, string.Join('\n', first.StandardError.Split('\n').Where(line => line.StartsWith("UK30", StringComparison.Ordinal)))));
            return;
        }
        Assert.Contains(message, first.StandardError);
        Assert.Equal(exitCode, first.ExitCode);

        var second = await RunAsync(folder.Path, guest.Image);
        Assert.Contains("UK3006: KVM is present but does not work (KVM internal error. Suberror: 1)", second.StandardError);
        Assert.Equal(5, second.ExitCode);
    }

    /// <summary>A QEMU whose KVM is emulation, and gives up always or the second time.</summary>
    private static async Task WriteQemuAsync(string folder, string when)
    {
        var qemu = Path.Combine(folder, "qemu-system-x86_64");
        await File.WriteAllTextAsync(qemu, $$"""
            #!/bin/bash
            PATH=${PATH#*:}
            if [[ " $* " == *" -accel kvm "* ]]; then
                if [ {{when}} = always ] || [ -e "$0.used" ]; then
                    echo "KVM internal error. Suberror: 1" >&2
                    exec sleep 60
                fi
                touch "$0.used"
                set -- "${@/#kvm/tcg}"
                set -- "${@/#host/max}"
            fi
            exec qemu-system-x86_64 "$@"
            """);
        await CliWrap.Cli.Wrap("chmod").WithArguments(["+x", qemu]).ExecuteAsync();
    }

    private static async Task<BufferedCommandResult> RunAsync(string folder, string image)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        return await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Netlab, Path.Combine(Repository.Labs, "ex01.json"), "--image", image])
            .WithEnvironmentVariables(variables => variables
                .Set("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}")
                .Set("XDG_DATA_HOME", folder))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }

    private static Process? FindQemu(string image) => Process.GetProcessesByName("qemu-system-x86_64")
        .FirstOrDefault(process => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(image, StringComparison.Ordinal));
}
