using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>
/// Every guest of tests/guest, built with the core and booted as its expect.json says. Classes of tests run beside each other, most of a run is waiting; those that
/// measure come last, each alone.
/// </summary>
public abstract class GuestRunTests
{
    private const string Lean = "microvm-lean";

    private protected static TheoryData<string, string, string> Select(Func<GuestRun, string, bool> chosen)
    {
        var runs = new TheoryData<string, string, string>();
        foreach (var guest in GuestExpectation.Guests)
        {
            foreach (var run in GuestExpectation.Of(guest).Runs)
            {
                foreach (var machine in run.Machines.Where(machine => chosen(run, machine)))
                    runs.Add(guest, run.Name, machine);
            }
        }
        return runs;
    }

    private protected static async Task CheckAsync(string guest, string name, string machine)
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

    /// <summary>On the machine that uTNT is made for.</summary>
    public sealed class OnLeanMicrovm : GuestRunTests
    {
        public static TheoryData<string, string, string> Runs => Select((run, machine) => machine == Lean && !run.IsMeasured);

        [Theory]
        [MemberData(nameof(Runs))]
        public Task A_guest_does_what_is_expected(string guest, string name, string machine) => CheckAsync(guest, name, machine);
    }

    /// <summary>With PCI, ACPI and the timers of a PC.</summary>
    public sealed class OnOtherMachines : GuestRunTests
    {
        public static TheoryData<string, string, string> Runs => Select((run, machine) => machine != Lean && !run.IsMeasured);

        [Theory]
        [MemberData(nameof(Runs))]
        public Task A_guest_does_what_is_expected(string guest, string name, string machine) => CheckAsync(guest, name, machine);
    }

    /// <summary>Clocks and idle guests.</summary>
    [Collection(nameof(Measured))]
    [CollectionDefinition(nameof(Measured), DisableParallelization = true)]
    public sealed class Measured : GuestRunTests
    {
        public static TheoryData<string, string, string> Runs => Select((run, _) => run.IsMeasured);

        [Theory]
        [MemberData(nameof(Runs))]
        public Task A_guest_keeps_time_and_rests(string guest, string name, string machine) => CheckAsync(guest, name, machine);
    }
}
