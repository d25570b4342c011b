namespace Unikraft.Measurements.Tnt;

/// <summary>A hop in the layout of 2018.</summary>
/// <param name="Position">Place in the path, from 1; 0: not said.</param>
/// <param name="Reply">The reply.</param>
/// <param name="EchoReplyTtl">TTL of its echo reply.</param>
/// <param name="Tags">Roles and kinds.</param>
/// <param name="Failures">A failed attempt.</param>
/// <param name="Discovery">How the tunnel was found.</param>
/// <param name="Step">Step of the revelation.</param>
internal sealed record Tnt2018Hop(byte Position, TraceHop Reply, byte EchoReplyTtl, TntTags Tags, TntFailures Failures, TntDiscovery Discovery, byte Step);
