using System.Collections.Immutable;
using System.Globalization;

namespace Unikraft.Build.Machines;

/// <summary>Turns a machine into arguments of QEMU (docs/interfaces.md section 4).</summary>
public static class QemuCommandLine
{
    /// <summary>The program, of Debian's package qemu-system-x86.</summary>
    public const string Program = "qemu-system-x86_64";

    /// <summary>Port of the debug console that carries the status of the guest.</summary>
    public const int StatusPort = 0x2e8;

    /// <summary>Makes the arguments.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="kernelCommandLine">The text for the guest.</param>
    /// <param name="statusFile">File that receives the status bytes.</param>
    /// <param name="kvm">Whether to use KVM.</param>
    public static ImmutableArray<string> For(Machine machine, string kernelCommandLine, string statusFile, bool kvm)
    {
        var arguments = new List<string>
        {
            "-M", TypeOf(machine.Type),
            "-accel", kvm ? "kvm" : "tcg",
            "-m", machine.MemoryMiB.ToString(CultureInfo.InvariantCulture),
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            // signal=off: Ctrl+C is the caller's business, and nobody's terminal is put into raw mode.
            "-chardev", "stdio,id=ukconsole,signal=off", "-serial", "chardev:ukconsole",
            "-chardev", $"file,id=ukstatus,path={Escape(statusFile)}",
            "-device", string.Create(CultureInfo.InvariantCulture, $"isa-debugcon,chardev=ukstatus,iobase=0x{StatusPort:x}"),
            "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
            "-kernel", machine.Image,
        };
        if (kvm)
            arguments.AddRange(["-cpu", "host"]);
        if (kernelCommandLine.Length > 0)
            arguments.AddRange(["-append", kernelCommandLine]);
        var bus = machine.Type == MachineType.Microvm ? "device" : "pci";
        for (var i = 0; i < machine.Networks.Length; i++)
        {
            arguments.AddRange(["-netdev", $"stream,id=net{i},server=off,addr.type=unix,addr.path={Escape(machine.Networks[i].SocketPath)}"]);
            arguments.AddRange(["-device", $"virtio-net-{bus},netdev=net{i},mac={machine.Networks[i].MacAddress}{NoOptionRom(machine.Type)}"]);
        }
        if (machine.SharedFolder is { } folder)
        {
            arguments.AddRange(["-fsdev", $"local,id=fs0,path={Escape(Path.GetFullPath(folder))},security_model=none"]);
            arguments.AddRange(["-device", $"virtio-9p-{bus},fsdev=fs0,mount_tag=fs0"]);
        }
        return [.. arguments, .. machine.QemuArguments];
    }

    private static string TypeOf(MachineType type) => type switch
    {
        MachineType.Microvm => "microvm,acpi=off,pit=off,pic=off,rtc=off,isa-serial=on,auto-kernel-cmdline=off",
        // Not graphics=off, which would put the firmware's screen on the serial port.
        MachineType.Q35 => "q35",
        _ => "pc",
    };

    /// <summary>The boot ROM of a network card is of no use with -kernel and lies in a package of its own.</summary>
    private static string NoOptionRom(MachineType type) => type == MachineType.Microvm ? "" : ",romfile=";

    /// <summary>A comma ends a value in QEMU's options; two commas are one.</summary>
    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
