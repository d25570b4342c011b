using Netlab.Model;
using Netlab.Wire;

namespace Netlab.Net;

/// <summary>Chooses among routers that stand side by side.</summary>
internal sealed class Balancer(Lab lab, Random random)
{
    /// <summary>The left address of the router that a packet meets at a place.</summary>
    public NetAddress LeftAt(int position, IpPacket packet)
    {
        var router = lab.Routers[position];
        if (router.Balanced is not { } balanced)
            return router.Left;
        var ways = balanced.Lefts.Count + 1;
        var way = balanced.PerPacket ? random.Next(ways) : (int)(FlowOf(packet) % (uint)ways);
        return way == 0 ? router.Left : balanced.Lefts[way - 1];
    }

    /// <summary>FNV-1a over what Paris traceroute keeps: destination, protocol, and the first four bytes behind the IP header.</summary>
    private uint FlowOf(IpPacket packet)
    {
        var hash = 2166136261u ^ (uint)lab.Seed;
        void Add(byte value) => hash = (hash ^ value) * 16777619;
        for (var shift = 0; shift < (packet.IsIpv6 ? 128 : 32); shift += 8)
            Add((byte)(packet.Destination.Value >> shift));
        Add(packet.Protocol);
        foreach (var value in packet.Payload[..Math.Min(4, packet.Payload.Length)])
            Add(value);
        return hash ^ (hash >> 16);
    }
}
