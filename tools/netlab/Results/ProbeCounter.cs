using Netlab.Runs;
using Netlab.Wire;

namespace Netlab.Results;

/// <summary>Counts probes on the wire.</summary>
internal static class ProbeCounter
{
    /// <summary>Tells whether a packet is a probe: an echo request, a UDP datagram or a TCP segment, and not what a kernel sends on its own.</summary>
    public static bool IsProbe(Exchange exchange)
    {
        if (!Ipv4Packet.IsValid(exchange.Probe))
            return false;
        var packet = new Ipv4Packet(exchange.Probe);
        // Groups (224/4) are the business of the neighbourhood, e.g. IGMP and mDNS.
        return packet.Destination.Value >> 28 != 0xe && packet.Protocol switch
        {
            Ipv4Packet.Icmp => packet.Payload.Length > 0 && packet.Payload[0] == IcmpMessage.EchoRequest,
            Ipv4Packet.Udp or Ipv4Packet.Tcp => true,
            _ => false,
        };
    }
}
