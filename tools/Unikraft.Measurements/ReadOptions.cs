namespace Unikraft.Measurements;

/// <summary>How to read.</summary>
public sealed record ReadOptions
{
    /// <summary>What is assumed when nothing is said.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>How a trace of warts with flag 0x80 is understood.</summary>
    public TntLayout TntLayout { get; init; }
}
