namespace Netlab.Net;

/// <summary>A packet that the network gives back to the measuring host.</summary>
/// <param name="DelayNs">Nanoseconds between the arrival of the probe and the departure of this packet.</param>
/// <param name="Packet">The IP packet as it arrives at the measuring host.</param>
/// <param name="IsForged">Whether it is not the answer of a router.</param>
internal readonly record struct TimedReply(long DelayNs, byte[] Packet, bool IsForged);
