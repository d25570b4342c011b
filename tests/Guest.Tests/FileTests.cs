using System.Text.RegularExpressions;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>Files of the host in the guest (tests/guest/file).</summary>
public sealed partial class FileTests : IDisposable
{
    private readonly DirectoryInfo _share = Directory.CreateTempSubdirectory("share,with comma-");

    public FileTests()
    {
        File.WriteAllText(At("in.txt"), "from the host\n");
        File.CreateSymbolicLink(At("link"), "in.txt");
    }

    public void Dispose() => _share.Delete(recursive: true);

    [Theory]
    [InlineData(MachineType.Microvm, "")]
    [InlineData(MachineType.Microvm, "-global virtio-mmio.force-legacy=false")]
    [InlineData(MachineType.Microvm, "-M microvm,acpi=on,pit=on,pic=on,rtc=on,auto-kernel-cmdline=on")]
    [InlineData(MachineType.Pc, "")]
    [InlineData(MachineType.Pc, "-global virtio-9p-pci.vectors=0")]
    [InlineData(MachineType.Q35, "")]
    public async Task Every_file_call_does_what_it_should(MachineType type, string qemu)
    {
        var end = await RunAsync("all", type, qemu);
        Assert.True(end.Exit is { Outcome: MachineOutcome.Exited, Status: 0 }, $"{end.Exit}\n{end.Console}");
        Assert.Equal(50000, new FileInfo(At("out.bin")).Length);
        Assert.True(File.Exists(At(string.Concat(Enumerable.Repeat("d/", 20)) + "f")));
        Assert.False(Directory.Exists(At("dir")) || Directory.Exists(At("many")));
        Assert.Equal("from the host\n", await File.ReadAllTextAsync(At("in.txt")));
    }

    [Fact]
    public async Task Every_byte_of_a_file_passes()
    {
        var bytes = new byte[300_001];
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(At("in.txt"), bytes);
        var end = await RunAsync("copy", MachineType.Microvm, "");
        Assert.True(end.Exit is { Outcome: MachineOutcome.Exited, Status: 0 }, $"{end.Exit}\n{end.Console}");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(At("out.txt")));
    }

    [Fact]
    public async Task A_share_that_cannot_be_written_says_so()
    {
        var image = await GuestImages.BuildAsync("file");
        var folder = _share.FullName.Replace(",", ",,", StringComparison.Ordinal);
        var end = await Boot.RunAsync(new Machine(image)
        {
            ProgramArguments = ["readonly"],
            QemuArguments = ["-fsdev", $"local,id=ro,path={folder},security_model=none,readonly=on", "-device", "virtio-9p-device,fsdev=ro,mount_tag=fs0"],
        });
        Assert.True(end.Exit is { Outcome: MachineOutcome.Exited, Status: 0 }, $"{end.Exit}\n{end.Console}");
    }

    [Fact]
    public async Task What_a_killed_guest_has_written_is_there()
    {
        using var kill = new CancellationTokenSource();
        var seen = "";
        await RunAsync("lines", MachineType.Microvm, "", kill.Token, bytes =>
        {
            seen += System.Text.Encoding.ASCII.GetString(bytes);
            if (seen.Contains("written 200\n", StringComparison.Ordinal))
                kill.Cancel();
        });
        var last = int.Parse(Written().Matches(seen)[^1].Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        var lines = await File.ReadAllLinesAsync(At("lines.txt"));
        Assert.True(lines.Length > last, $"{lines.Length} lines are there, {last + 1} were written");
        Assert.Equal(Enumerable.Range(0, last + 1).Select(i => $"line {i}"), lines.Take(last + 1));
    }

    [GeneratedRegex(@"written (\d+)\n")]
    private static partial Regex Written();

    private static async Task<Boot> RunAsync(Machine machine, CancellationToken cancellation, ConsoleReader? console) =>
        await Boot.RunAsync(machine, cancellation, console: bytes => console?.Invoke(bytes));

    private delegate void ConsoleReader(ReadOnlySpan<byte> bytes);

    private async Task<Boot> RunAsync(string part, MachineType type, string qemu, CancellationToken cancellation = default, ConsoleReader? console = null) =>
        await RunAsync(
            new Machine(await GuestImages.BuildAsync("file"))
            {
                Type = type,
                MemoryMiB = 8,
                SharedFolder = _share.FullName,
                ProgramArguments = [part],
                QemuArguments = [.. qemu.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            },
            cancellation,
            console);

    private string At(string name) => Path.Combine(_share.FullName, name);
}
