namespace Netlab.Model;

/// <summary>How a router numbers the IPv4 packets that it sends.</summary>
/// <param name="Kind">Where the numbers come from.</param>
/// <param name="First">The first number of a counter.</param>
/// <param name="Step">By how much a counter grows with each packet, as if it had sent others between.</param>
internal sealed record IpIdSpec(IpIdKind Kind, ushort First, ushort Step);
