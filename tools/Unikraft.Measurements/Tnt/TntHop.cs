namespace Unikraft.Measurements.Tnt;

/// <summary>A hop of an annotated path.</summary>
public sealed record TntHop
{
    /// <summary>Place in the path, from 1.</summary>
    public int Position { get; init; }

    /// <summary>Its reply; null: silent.</summary>
    public TraceHop? Reply { get; init; }

    /// <summary>Whether it was revealed, so it is not in the first trace.</summary>
    public bool IsRevealed { get; init; }

    /// <summary>Step of the revelation that found it; 0: none.</summary>
    public byte Step { get; init; }

    /// <summary>TTL of its echo reply; 0: none.</summary>
    public byte EchoReplyTtl { get; init; }

    /// <summary>Roles and kinds.</summary>
    public TntTags Tags { get; init; }

    /// <summary>A failed attempt that ended here.</summary>
    public TntFailures Failures { get; init; }

    /// <summary>How the tunnel was found.</summary>
    public TntDiscovery Discovery { get; init; }

    /// <summary>What its tags rest on.</summary>
    public IReadOnlyList<TntReason> Reasons { get; init; } = [];

    /// <summary>What makes them uncertain.</summary>
    public TntDoubts Doubts { get; init; }
}
