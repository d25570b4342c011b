using System.Globalization;
using System.Text.Json;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>A run of an <c>expect.json</c> (tests/guest/README.md).</summary>
internal sealed record GuestRun
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Machines { get; init; }

    public required string Memory { get; init; }

    public required string Append { get; init; }

    public required JsonElement Status { get; init; }

    public required IReadOnlyList<string> Contains { get; init; }

    public required double Seconds { get; init; }

    public IReadOnlyList<string> Qemu { get; init; } = [];

    public double? IdleSeconds { get; init; }

    public double? IdleCpuPercent { get; init; }

    public double? ClockPpm { get; init; }

    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the guest must crash.</summary>
    public bool MustCrash => Status.ValueKind switch
    {
        JsonValueKind.Number => false,
        JsonValueKind.String when Status.GetString() == "crash" => true,
        _ => throw new FormatException($"status {Status} is neither a number nor \"crash\""),
    };

    /// <summary>Whether it measures time or load: it needs the host for itself.</summary>
    public bool IsMeasured => IdleSeconds is not null || ClockPpm is not null;

    /// <summary>The same run with 0 seconds to wait: the program's only argument.</summary>
    public GuestRun WithoutWaiting() => this with { Append = Append[..Append.IndexOf("--", StringComparison.Ordinal)] + "-- 0" };

    /// <summary>The machine of a run; <paramref name="scratch"/> is a folder for what the guest leaves behind.</summary>
    public Machine On(string machine, string image, string scratch) => new(image)
    {
        Type = machine switch
        {
            "microvm" or "microvm-lean" => MachineType.Microvm,
            "pc" => MachineType.Pc,
            "q35" => MachineType.Q35,
            _ => throw new FormatException($"no machine '{machine}'"),
        },
        MemoryMiB = MiB(Memory),
        TimeLimit = TimeSpan.FromSeconds(Seconds),
        // The whole command line of the guest, and what microvm is by itself: both go past the launcher's own choices.
        QemuArguments = ["-append", Append, .. machine == "microvm" ? WholeMicrovm : [], .. Qemu.Select(option => option.Replace("${scratch}", scratch, StringComparison.Ordinal))],
    };

    private static string[] WholeMicrovm => ["-M", "microvm,acpi=on,pit=on,pic=on,rtc=on,auto-kernel-cmdline=on"];

    private static int MiB(string memory) => int.Parse(memory[..^1], CultureInfo.InvariantCulture) * memory[^1] switch
    {
        'M' => 1,
        'G' => 1024,
        _ => throw new FormatException($"memory '{memory}' is not in M or G"),
    };
}
