namespace Unikraft.Build.Machines;

/// <summary>The machine types of QEMU that images run on.</summary>
public enum MachineType
{
    /// <summary>The smallest machine: virtio over MMIO, no PCI, no firmware tables.</summary>
    Microvm,

    /// <summary>A PC with PCI Express.</summary>
    Q35,

    /// <summary>A PC with PCI.</summary>
    Pc,
}
