namespace Unikraft.Measurements;

/// <summary>What Doubletree did in a trace.</summary>
public sealed record DoubletreeResult
{
    /// <summary>TTL at which forward probing began.</summary>
    public byte FirstTtl { get; init; }

    /// <summary>Address of the local stop set that ended backward probing.</summary>
    public Address LocalStop { get; init; }

    /// <summary>Address of the global stop set that ended forward probing.</summary>
    public Address GlobalStop { get; init; }

    /// <summary>Name of the local stop set; null: none.</summary>
    public string? LocalStopSet { get; init; }

    /// <summary>Flags; 1: no backward probing.</summary>
    public byte Flags { get; init; }
}
