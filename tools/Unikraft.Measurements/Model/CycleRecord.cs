namespace Unikraft.Measurements;

/// <summary>Start, definition or end of a cycle: one pass over a list.</summary>
public sealed record CycleRecord : Record
{
    /// <summary>What the record says.</summary>
    public CycleKind Kind { get; init; }

    /// <summary>Number in the file, from 1; 0 in formats without such numbers.</summary>
    public uint FileId { get; init; }

    /// <summary>The list; null when a format does not say.</summary>
    public ListRecord? List { get; init; }

    /// <summary>The number people gave it.</summary>
    public uint Id { get; init; }

    /// <summary>Start in seconds of the Unix epoch; 0: not said.</summary>
    public uint StartSeconds { get; init; }

    /// <summary>End in seconds of the Unix epoch; null: not ended.</summary>
    public uint? StopSeconds { get; init; }

    /// <summary>Name of the host that measured; null: not said.</summary>
    public string? HostName { get; init; }
}
