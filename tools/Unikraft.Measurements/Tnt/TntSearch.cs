namespace Unikraft.Measurements.Tnt;

/// <summary>A pair of hops between which a tunnel was looked for.</summary>
public sealed record TntSearch
{
    /// <summary>Position of the hop before the tunnel.</summary>
    public int Start { get; init; }

    /// <summary>Position of the hop behind it.</summary>
    public int Next { get; init; }

    /// <summary>What made it a candidate; None: brute force.</summary>
    public TntFailures Trigger { get; init; }

    /// <summary>What the trigger saw.</summary>
    public short Value { get; init; }

    /// <summary>Its threshold; of a repeated address the second TTL.</summary>
    public short Threshold { get; init; }

    /// <summary>Whether the ingress is the silent hop behind <see cref="Start"/>.</summary>
    public bool HasSilentIngress { get; init; }

    /// <summary>Whether another destination had found it out before.</summary>
    public bool IsShared { get; init; }

    /// <summary>Hops revealed.</summary>
    public int Revealed { get; init; }

    /// <summary>What makes it uncertain.</summary>
    public TntDoubts Doubts { get; init; }

    /// <summary>Its traces, in order.</summary>
    public IReadOnlyList<TntAttempt> Attempts { get; init; } = [];
}
