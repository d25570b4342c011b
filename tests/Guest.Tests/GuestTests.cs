using Unikraft.Build.Images;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>Every guest of tests/guest, built with the core and booted as its expect.json says.</summary>
public sealed class GuestTests
{
    public static TheoryData<string, string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, string>();
            foreach (var guest in Guests)
            {
                foreach (var run in GuestExpectation.Of(guest).Runs)
                {
                    foreach (var machine in run.Machines)
                        runs.Add(guest, run.Name, machine);
                }
            }
            return runs;
        }
    }

    public static TheoryData<string> Names => [.. Guests];

    private static IEnumerable<string> Guests =>
        Directory.GetFiles(GuestImages.Folder, "expect.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_has_no_memory_that_is_writable_and_executable(string guest)
    {
        var image = ElfImage.Read(await GuestImages.BuildAsync(guest)).Value!;
        Assert.NotNull(image.PvhEntry);
        Assert.Empty(image.WritableCode);
    }

    [Fact]
    public async Task The_map_of_an_image_tells_what_each_microlibrary_takes()
    {
        var path = await GuestImages.BuildAsync("print");
        var shares = LinkerMap.Shares(await File.ReadAllLinesAsync(path + ".map"), PartOwners.Of(path));

        Assert.Contains(shares, share => share is { Name: "libkvmplat", Bytes: > 1000 });
        Assert.Contains(shares, share => share is { Name: "appprint", Bytes: > 1000 });
        // Nothing is counted twice, and most is found: the rest is padding between sections and what the linker script makes.
        var sections = ElfImage.Read(path + ".dbg").Value!.Sections.Where(section => section.InMemory).ToList();
        var stored = sections.Where(section => section.Type != ElfSection.NoBits).Sum(section => (long)section.Size);
        Assert.InRange(shares.Sum(share => share.Bytes), stored * 0.9, stored);
        var zero = sections.Where(section => section.Type == ElfSection.NoBits).Sum(section => (long)section.Size);
        Assert.InRange(shares.Sum(share => share.ZeroBytes), 1, zero);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_guest_does_what_is_expected(string guest, string name, string machine)
    {
        var run = GuestExpectation.Of(guest).Runs.Single(other => other.Name == name);
        var image = await GuestImages.BuildAsync(guest);
        using var cpu = new CpuMeter();
        var clock = new TickClock();
        using var scratch = new ScratchFolder();
        var boot = await Boot.RunAsync(run.On(machine, image, scratch.Path), started: cpu.Start, console: clock.Take);

        Assert.True(boot.Result.Succeeded, string.Join('\n', boot.Result.Diagnostics));
        Assert.True(IsExpectedEnd(run, boot.Exit), $"{boot.Exit}\n{boot.Console}");
        var lines = boot.Console.Split('\n');
        Assert.All(run.Contains, text => Assert.True(lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"no line with '{text}' in:\n{boot.Console}"));
        Assert.All(run.Files, file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(scratch.Path, file.Key)).TrimEnd('\n')));
        if (run is { IdleSeconds: { } seconds, IdleCpuPercent: { } percent })
        {
            using var baseline = new CpuMeter();
            await Boot.RunAsync(run.WithoutWaiting().On(machine, image, scratch.Path), started: baseline.Start);
            var used = (cpu.Seconds - baseline.Seconds) / seconds * 100;
            Assert.True(used < percent, $"idle guest uses {used:F2} % of a core, allowed are {percent} %");
        }
        if (run.ClockPpm is { } ppm)
        {
            // Who takes the processor away delays ticks; a wrong rate shows in every run.
            for (var i = 0; i < 2 && Math.Abs(clock.ErrorPpm) > ppm; i++)
            {
                clock = new TickClock();
                await Boot.RunAsync(run.On(machine, image, scratch.Path), console: clock.Take);
            }
            Assert.InRange(Math.Abs(clock.ErrorPpm), 0, ppm);
        }
    }

    private static bool IsExpectedEnd(GuestRun run, MachineExit exit) => run.MustCrash
        ? exit.Outcome == MachineOutcome.Crashed
        : exit.Outcome == MachineOutcome.Exited && exit.Status == run.Status.GetInt32();
}
