namespace Netlab.Runs;

/// <summary>A packet of the measuring host and what came back.</summary>
/// <param name="ProbeNs">Arrival of the packet, in nanoseconds of the run's clock.</param>
/// <param name="Probe">The IP packet.</param>
internal sealed record Exchange(long ProbeNs, byte[] Probe)
{
    /// <summary>Departure of the reply, in nanoseconds of the run's clock; null while there is none.</summary>
    public long? ReplyNs { get; set; }

    /// <summary>The reply.</summary>
    public byte[]? Reply { get; set; }
}
