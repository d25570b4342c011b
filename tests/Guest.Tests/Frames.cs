using System.Buffers.Binary;

namespace Guests.Tests;

/// <summary>Frames of a station 10.0.0.1 that talks to 10.0.0.2.</summary>
internal static class Frames
{
    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private static readonly byte[] OwnMac = [2, 0, 0, 0, 0, 0x77];
    private static readonly byte[] OwnAddress = [10, 0, 0, 1];
    private static readonly byte[] GuestAddress = [10, 0, 0, 2];
    private static readonly byte[] Broadcast = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <summary>Who has the guest's address? (RFC 826)</summary>
    public static byte[] ArpRequest() =>
        Pad([.. Broadcast, .. OwnMac, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, .. OwnMac, .. OwnAddress, 0, 0, 0, 0, 0, 0, .. GuestAddress]);

    /// <summary>An echo request with a payload.</summary>
    public static byte[] EchoRequest(byte[] guestMac, ushort sequence, byte[] payload)
    {
        byte[] icmp = [8, 0, 0, 0, 0, 77, (byte)(sequence >> 8), (byte)sequence, .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), Checksum(icmp));
        return Ip(guestMac, 1, icmp);
    }

    /// <summary>A UDP packet, which ends the guest.</summary>
    public static byte[] Udp(byte[] guestMac) => Ip(guestMac, 17, [0, 9, 0, 9, 0, 8, 0, 0]);

    /// <summary>A frame of a length, with an unknown type.</summary>
    public static byte[] OfLength(byte[] guestMac, int length)
    {
        byte[] frame = [.. guestMac, .. OwnMac, 0x88, 0xb5];
        Array.Resize(ref frame, length);
        return frame;
    }

    /// <summary>Checks an answer to an ARP request; returns the address of the guest's card.</summary>
    public static byte[] MacOfArpReply(byte[] frame)
    {
        Assert.Equal(OwnMac, frame[..6]);
        Assert.Equal(new byte[] { 8, 6 }, frame[12..14]);
        Assert.Equal(2, frame[21]);
        Assert.Equal(GuestAddress, frame[28..32]);
        return frame[22..28];
    }

    /// <summary>Checks an answer to an echo request.</summary>
    public static void AssertEchoReply(byte[] frame, ushort sequence, byte[] payload)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(EthernetBytes + 2));
        var icmp = frame[(EthernetBytes + IpBytes)..(EthernetBytes + length)];
        Assert.Equal(0, icmp[0]);
        Assert.Equal(sequence, BinaryPrimitives.ReadUInt16BigEndian(icmp.AsSpan(6)));
        Assert.Equal(payload, icmp[8..]);
        Assert.Equal(0, Checksum(icmp));
        Assert.Equal(0, Checksum(frame[EthernetBytes..(EthernetBytes + IpBytes)]));
    }

    private static byte[] Ip(byte[] guestMac, byte protocol, byte[] content)
    {
        byte[] header = [0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0, .. OwnAddress, .. GuestAddress];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + content.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return Pad([.. guestMac, .. OwnMac, 8, 0, .. header, .. content]);
    }

    /// <summary>The shortest frame of Ethernet has 60 bytes.</summary>
    private static byte[] Pad(byte[] frame)
    {
        if (frame.Length < 60)
            Array.Resize(ref frame, 60);
        return frame;
    }

    /// <summary>RFC 1071.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++)
            sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
