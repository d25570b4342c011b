using System.Buffers.Binary;
using Netlab.Model;

namespace Netlab.Wire;

/// <summary>Spoils messages: extensions that no router should send, replies that nobody asked for.</summary>
internal static class Damage
{
    private static readonly NetAddress Forger4 = NetAddress.Parse("66.6.6.6");
    private static readonly NetAddress Forger6 = NetAddress.Parse("2666::6");

    private const int ObjectLength = 4;

    /// <summary>Source of forged replies.</summary>
    public static NetAddress Forger(bool isIpv6) => isIpv6 ? Forger6 : Forger4;

    /// <summary>A time-exceeded message with an extension, spoilt; its ICMP checksum is right.</summary>
    public static byte[] Extension(byte[] message, ExtensionFault fault, Random random)
    {
        message = fault == ExtensionFault.Truncated ? message[..^2] : message;
        var extension = message.AsSpan(IcmpMessage.ExtensionOffset);
        switch (fault)
        {
            case ExtensionFault.Checksum:
                extension[2] ^= 0x55;
                return IcmpMessage.WithChecksum(message);
            case ExtensionFault.Version:
                extension[0] = 0x70;
                break;
            case ExtensionFault.ZeroLength:
                BinaryPrimitives.WriteUInt16BigEndian(extension[ObjectLength..], 0);
                break;
            case ExtensionFault.LongObject:
                BinaryPrimitives.WriteUInt16BigEndian(extension[ObjectLength..], 0xfffc);
                break;
            case ExtensionFault.OddLength:
                BinaryPrimitives.WriteUInt16BigEndian(extension[ObjectLength..], 7);
                break;
            case ExtensionFault.OtherClass:
                extension[6] = 0xf7;
                break;
            case ExtensionFault.LongQuotation:
                message[IcmpMessage.QuotationLengthOffset(message)] = 255;
                break;
            case ExtensionFault.NoQuotationLength:
                message[IcmpMessage.QuotationLengthOffset(message)] = 0;
                break;
            case ExtensionFault.Random:
                random.NextBytes(extension);
                break;
            default:
                break;
        }
        if (fault is not ExtensionFault.Random)
        {
            extension[2] = extension[3] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(extension[2..], InternetChecksum.Compute(extension));
        }
        return IcmpMessage.WithChecksum(message);
    }

    /// <summary>A forged copy of a reply; null when there is none of this kind.</summary>
    public static byte[]? Forge(byte[] message, SpoofKind kind)
    {
        if (kind == SpoofKind.None)
            return null;
        var forged = (byte[])message.Clone();
        var isEcho = IcmpMessage.IsEchoReply(message);
        if (kind == SpoofKind.NoQuotation)
            return isEcho ? null : IcmpMessage.WithChecksum(forged[..IcmpMessage.HeaderLength]);
        // Identifier and sequence number of an echo, or ports of a quoted UDP datagram.
        var quotation = isEcho ? [] : message.AsSpan(IcmpMessage.HeaderLength);
        var transport = isEcho ? 0 : IcmpMessage.HeaderLength + IpPacket.HeaderLengthAt(quotation);
        var isUdp = !isEcho && new IpPacket(quotation).Protocol == IpPacket.Udp;
        var field = (kind, isUdp) switch
        {
            (SpoofKind.WrongId, false) => transport + 4,
            (SpoofKind.WrongId, true) => transport,
            (SpoofKind.WrongSequence, false) => transport + 6,
            (SpoofKind.WrongSequence, true) => transport + 2,
            // The quoted destination is the end of the header without options.
            _ => transport - 4,
        };
        if ((kind == SpoofKind.WrongDestination && isEcho) || field >= forged.Length)
            return null;
        forged[field] ^= 0x40;
        return IcmpMessage.WithChecksum(forged);
    }
}
