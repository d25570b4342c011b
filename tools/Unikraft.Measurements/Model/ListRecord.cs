namespace Unikraft.Measurements;

/// <summary>A list: the task that measurements belong to (warts type 1).</summary>
public sealed record ListRecord : Record
{
    /// <summary>Number in the file, from 1.</summary>
    public uint FileId { get; init; }

    /// <summary>The number people gave it.</summary>
    public uint Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is for; null: not said.</summary>
    public string? Description { get; init; }

    /// <summary>Who measured; null: not said.</summary>
    public string? Monitor { get; init; }
}
