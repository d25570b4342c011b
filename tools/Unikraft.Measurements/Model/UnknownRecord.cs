namespace Unikraft.Measurements;

/// <summary>An object of a kind that this library does not read; it was skipped by its length.</summary>
public sealed record UnknownRecord : Record
{
    /// <summary>What the file calls it: the number of a warts type, or the <c>type</c> of a JSON line.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its bytes, header included.</summary>
    public long Length { get; init; }
}
