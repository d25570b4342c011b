namespace Unikraft.Measurements.Tnt;

/// <summary>The run a path comes from; null: unknown.</summary>
public sealed record TntRun
{
    /// <summary>Version of the prober.</summary>
    public string? Version { get; init; }

    /// <summary>Clock of the times.</summary>
    public string? Clock { get; init; }

    /// <summary>Seed of the order of the destinations.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What decides verdicts, as a number.</summary>
    public ulong? OptionsHash { get; init; }

    /// <summary>SHA-256 of the program, hexadecimal.</summary>
    public string? ImageSha256 { get; init; }
}
