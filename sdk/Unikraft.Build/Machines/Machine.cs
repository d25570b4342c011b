using System.Collections.Immutable;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Machines;

/// <summary>A machine to boot: what it is, what runs on it and what is attached to it.</summary>
/// <param name="Image">Path of the image.</param>
public sealed record Machine(string Image)
{
    /// <summary>The memory of a machine nobody chose a size for, in MiB.</summary>
    public const int DefaultMemoryMiB = 64;

    /// <summary>Gets the platform the image is for: QEMU runs it on kvm, <c>xl</c> on xen.</summary>
    public Platform Platform { get; init; } = Platform.Kvm;

    /// <summary>Gets the machine type.</summary>
    public MachineType Type { get; init; } = MachineType.Microvm;

    /// <summary>Gets the memory in MiB.</summary>
    public int MemoryMiB { get; init; } = DefaultMemoryMiB;

    /// <summary>Gets the kernel's parameters, <c>name=value</c> each.</summary>
    public ImmutableArray<string> KernelArguments { get; init; } = [];

    /// <summary>Gets the program's arguments, without its name.</summary>
    public ImmutableArray<string> ProgramArguments { get; init; } = [];

    /// <summary>Gets the network cards.</summary>
    public ImmutableArray<NetworkAttachment> Networks { get; init; } = [];

    /// <summary>Gets the network interfaces on xen, each as in xl-network-configuration(5).</summary>
    public ImmutableArray<string> Vifs { get; init; } = [];

    /// <summary>Gets the folder the guest mounts as its root (9p); null without one.</summary>
    public string? SharedFolder { get; init; }

    /// <summary>Gets whether KVM is used when it works.</summary>
    public bool AllowKvm { get; init; } = true;

    /// <summary>Gets how long the guest may run; null without limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Gets further arguments for QEMU, for example <c>-s</c> for a debugger.</summary>
    public ImmutableArray<string> QemuArguments { get; init; } = [];
}
