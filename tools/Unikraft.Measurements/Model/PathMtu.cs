namespace Unikraft.Measurements;

/// <summary>Result of path MTU discovery after a trace.</summary>
public sealed record PathMtu
{
    /// <summary>MTU of the outgoing interface in bytes.</summary>
    public ushort InterfaceMtu { get; init; }

    /// <summary>MTU of the path in bytes; 0: not found.</summary>
    public ushort Mtu { get; init; }

    /// <summary>MTU to the first hop in bytes; 0: as of the interface.</summary>
    public ushort OutgoingMtu { get; init; }

    /// <summary>Version of the method.</summary>
    public byte Version { get; init; }

    /// <summary>Replies to its probes.</summary>
    public IReadOnlyList<TraceHop> Hops { get; init; } = [];

    /// <summary>Findings.</summary>
    public IReadOnlyList<PathMtuNote> Notes { get; init; } = [];
}
