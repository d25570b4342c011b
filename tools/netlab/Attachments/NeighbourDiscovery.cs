using System.Buffers.Binary;
using Netlab.Model;
using Netlab.Wire;

namespace Netlab.Attachments;

/// <summary>
/// The gateway of an IPv6 guest (RFC 4861): announces the prefix of the measuring host to who solicits a router, so that the guest takes its address
/// from it (RFC 4862), and answers neighbour solicitations for every address but the guest's own.
/// </summary>
internal static class NeighbourDiscovery
{
    private const byte RouterSolicitation = 133;
    private const byte RouterAdvertisement = 134;
    private const byte NeighbourSolicitation = 135;
    private const byte NeighbourAdvertisement = 136;
    private const byte HopLimit = 255;
    private const byte SourceLinkLayer = 1;
    private const byte TargetLinkLayer = 2;
    private const byte PrefixInformation = 3;
    private const int SolicitationLength = 24;

    private static readonly NetAddress AllNodes = NetAddress.Parse("ff02::1");

    /// <summary>The second half of a guest's address, made from the MAC of its card, 02:00:00:00:00:01 (RFC 4291 appendix A).</summary>
    private const ulong GuestInterface = 0x000000fffe000001;

    /// <summary>Whether a guest takes this address by itself from the announced prefix.</summary>
    public static bool IsTaken(NetAddress vp) => (ulong)vp.Value == GuestInterface;

    /// <summary>Makes the answer to a packet of the guest; null: it is none of neighbour discovery.</summary>
    /// <param name="packet">An IPv6 packet, perhaps with padding behind it.</param>
    /// <param name="guest">Address that the guest has or is to take.</param>
    /// <param name="mac">Own link-layer address, 6 bytes.</param>
    public static byte[]? Answer(ReadOnlySpan<byte> packet, NetAddress guest, ReadOnlySpan<byte> mac)
    {
        if (!IpPacket.IsValid(packet))
            return null;
        var ip = new IpPacket(packet.ToArray());
        if (!ip.IsIpv6 || !ip.IsIcmp || ip.Ttl != HopLimit || ip.Payload.Length < 8 || !ip.HasRightIcmpChecksum)
            return null;
        return ip.Payload[0] switch
        {
            RouterSolicitation when guest.IsIpv6 => IpPacket.Build(LinkLocal(mac), AllNodes, IpPacket.Icmp6, HopLimit, 0, Advertisement(guest, mac)),
            NeighbourSolicitation when ip.Payload.Length >= SolicitationLength => Found(ip.Source, NetAddress.Read(ip.Payload[8..24]), guest, mac),
            _ => null,
        };
    }

    /// <summary>Nobody else has the address that a guest wants for itself: it asks from the unspecified address then (RFC 4862 section 5.4).</summary>
    private static byte[]? Found(NetAddress asker, NetAddress target, NetAddress guest, ReadOnlySpan<byte> mac)
    {
        if (asker.Value == 0 || target == guest)
            return null;
        var message = new byte[SolicitationLength + 8];
        message[0] = NeighbourAdvertisement;
        message[4] = 0xe0; // a router, solicited, override
        target.Write(message.AsSpan(8));
        LinkLayer(message.AsSpan(SolicitationLength), TargetLinkLayer, mac);
        return IpPacket.Build(target, asker, IpPacket.Icmp6, HopLimit, 0, message);
    }

    /// <summary>RFC 4861 sections 4.2 and 4.6.</summary>
    private static byte[] Advertisement(NetAddress guest, ReadOnlySpan<byte> mac)
    {
        var message = new byte[16 + 8 + 32];
        message[0] = RouterAdvertisement;
        message[4] = 64; // hop limit of the guest's own packets
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 9000); // a default router for that many seconds
        LinkLayer(message.AsSpan(16), SourceLinkLayer, mac);
        var prefix = message.AsSpan(24);
        (prefix[0], prefix[1], prefix[2], prefix[3]) = (PrefixInformation, 4, 64, 0xc0); // on this link, and for addresses
        prefix.Slice(4, 8).Fill(0xff); // for ever
        (guest with { Value = guest.Value >> 64 << 64 }).Write(prefix[16..]);
        return message;
    }

    private static void LinkLayer(Span<byte> option, byte type, ReadOnlySpan<byte> mac)
    {
        (option[0], option[1]) = (type, 1);
        mac.CopyTo(option[2..]);
    }

    /// <summary>fe80::/64 and the interface identifier of the MAC (RFC 4291 appendix A).</summary>
    private static NetAddress LinkLocal(ReadOnlySpan<byte> mac) => NetAddress.Read(
        [0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ 2), mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]]);
}
