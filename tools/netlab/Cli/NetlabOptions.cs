namespace Netlab.Cli;

/// <summary>The command line of netlab.</summary>
internal sealed record NetlabOptions
{
    /// <summary>The lab files.</summary>
    public required IReadOnlyList<string> Labs { get; init; }

    /// <summary>What is attached to the lab.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>Image, program, interface, namespace or socket, as the mode wants.</summary>
    public required string Subject { get; init; }

    /// <summary>Everything after <c>--</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Machine type of QEMU.</summary>
    public required string Machine { get; init; }

    /// <summary>Memory of the guest in MiB.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>Time limit of the run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Folder for results; null: a new temporary one.</summary>
    public required string? Output { get; init; }

    /// <summary>Path of the capture; null: in the output folder.</summary>
    public required string? Pcap { get; init; }

    /// <summary>Whether the dump is kept off standard output.</summary>
    public required bool JsonOnly { get; init; }

    /// <summary>Whether KVM is used when it works.</summary>
    public required bool AllowKvm { get; init; }

    /// <summary>Labs at a time when there are several.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether this process already is in its own network namespace.</summary>
    public required bool InNamespace { get; init; }

    /// <summary>The command line itself, for the process that takes over inside the namespace.</summary>
    public required IReadOnlyList<string> Raw { get; init; }
}
