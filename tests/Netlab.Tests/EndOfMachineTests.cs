using System.Diagnostics;
using CliWrap;
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

    private static Process? FindQemu(string image) => Process.GetProcessesByName("qemu-system-x86_64")
        .FirstOrDefault(process => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(image, StringComparison.Ordinal));
}
