using Netlab.Runs;
using Netlab.Wire;

namespace Netlab.Results;

/// <summary>Counts probes on the wire.</summary>
internal static class ProbeCounter
{
    /// <summary>Tells whether a packet is a probe: an echo request, a UDP datagram or a TCP segment, and not what a kernel sends on its own.</summary>
    public static bool IsProbe(Exchange exchange)
    {
        if (!IpPacket.IsValid(exchange.Probe))
            return false;
        var packet = new IpPacket(exchange.Probe);
        // Groups are the business of the neighbourhood, e.g. IGMP and mDNS.
        return !packet.Destination.IsMulticast && (packet.IsIcmp
            ? packet.Payload.Length > 0 && IcmpMessage.IsEchoRequest(packet.Payload)
            : packet.Protocol is IpPacket.Udp or IpPacket.Tcp);
    }
}
