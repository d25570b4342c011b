namespace Unikraft.Measurements.Tnt;

/// <summary>A path as TNT annotated it: the hops of the first trace and those revealed between them.</summary>
public sealed record TntPath
{
    /// <summary>Probes as the first TNT counts them.</summary>
    public uint ProbesReported { get; init; }

    /// <summary>The same with each probe counted once; null: the layout does not say.</summary>
    public uint? ProbesOnce { get; init; }

    /// <summary>What it cost; null: not said.</summary>
    public TntAccount? Account { get; init; }

    /// <summary>The run it comes from; null: not said.</summary>
    public TntRun? Run { get; init; }

    /// <summary>Pairs that were tried, in order; null: not said.</summary>
    public IReadOnlyList<TntSearch>? Searches { get; init; }

    /// <summary>Hops by position.</summary>
    public IReadOnlyList<TntHop> Hops { get; init; } = [];
}
