using System.Buffers.Binary;

namespace Netlab.Wire;

/// <summary>Builds the ICMP messages of routers (RFC 792, RFC 4443, RFC 4884, RFC 4950); the family is that of the packet they are about.</summary>
internal static class IcmpMessage
{
    private const byte EchoRequest = 8;
    private const byte EchoReply = 0;
    private const byte EchoRequest6 = 128;
    private const byte EchoReply6 = 129;

    /// <summary>Bytes before the quotation.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes of the payload that an error quotes after the IP header (RFC 792).</summary>
    private const int QuotedPayload = 8;

    /// <summary>An error of ICMPv6 quotes as much as fits in the least MTU (RFC 4443 section 2.4 c).</summary>
    private const int LongestQuotation6 = 1280 - IpPacket.Ipv6HeaderLength - HeaderLength;

    /// <summary>Shortest quotation that an extension may follow (RFC 4884 section 5.3).</summary>
    private const int QuotationBeforeExtension = 128;

    /// <summary>Where an extension begins.</summary>
    public const int ExtensionOffset = HeaderLength + QuotationBeforeExtension;

    /// <summary>Whether a message, known to be whole, is an echo request of either family.</summary>
    public static bool IsEchoRequest(ReadOnlySpan<byte> message) => message[0] is EchoRequest or EchoRequest6;

    /// <summary>Whether a message is an echo reply of either family.</summary>
    public static bool IsEchoReply(ReadOnlySpan<byte> message) => message[0] is EchoReply or EchoReply6;

    /// <summary>Place of the byte that tells the length of the quotation (RFC 4884 section 4).</summary>
    public static int QuotationLengthOffset(ReadOnlySpan<byte> error) => IpPacket.IsIpv6At(error[HeaderLength..]) ? 4 : 5;

    /// <summary>An echo reply with identifier, sequence number and data of the request.</summary>
    public static byte[] ReplyTo(ReadOnlySpan<byte> echoRequest)
    {
        var message = echoRequest.ToArray();
        message[0] = message[0] == EchoRequest6 ? EchoReply6 : EchoReply;
        return WithChecksum(message);
    }

    /// <summary>
    /// An error message that quotes a packet. Without a label stack it quotes the IP header and <paramref name="quotedPayload"/> bytes, by default
    /// what the RFC of the family says; with one it quotes as much as fits in 128 bytes, pads with zeros, and appends the stack (RFC 4950 section 3).
    /// </summary>
    public static byte[] Error(IcmpError error, ReadOnlySpan<byte> offending, IReadOnlyList<LabelStackEntry> stack, int? quotedPayload = null)
    {
        var isIpv6 = IpPacket.IsIpv6At(offending);
        var header = IpPacket.HeaderLengthAt(offending);
        var (type, code) = TypeAndCode(error, isIpv6);
        if (stack.Count == 0)
        {
            var plain = new byte[HeaderLength + Math.Min(offending.Length, quotedPayload is { } bytes ? header + bytes : isIpv6 ? LongestQuotation6 : header + QuotedPayload)];
            offending[..(plain.Length - HeaderLength)].CopyTo(plain.AsSpan(HeaderLength));
            return WithChecksum(type, code, plain);
        }

        var message = new byte[ExtensionOffset + 4 + 4 + (4 * stack.Count)];
        // RFC 4884 sections 4.2 and 4.4: length of the quotation in words of 32 bits, of 64 bits in ICMPv6.
        message[isIpv6 ? 4 : 5] = (byte)(QuotationBeforeExtension / (isIpv6 ? 8 : 4));
        offending[..Math.Min(offending.Length, QuotationBeforeExtension)].CopyTo(message.AsSpan(HeaderLength));
        var extension = message.AsSpan(ExtensionOffset);
        extension[0] = 0x20; // version 2 in the upper four bits
        BinaryPrimitives.WriteUInt16BigEndian(extension[4..], (ushort)(4 + (4 * stack.Count))); // length of the object with its header
        extension[6] = 1; // class: MPLS label stack
        extension[7] = 1; // type: incoming stack
        for (var i = 0; i < stack.Count; i++)
            BinaryPrimitives.WriteUInt32BigEndian(extension[(8 + (4 * i))..], stack[i].Encode(bottom: i == stack.Count - 1));
        BinaryPrimitives.WriteUInt16BigEndian(extension[2..], InternetChecksum.Compute(extension));
        return WithChecksum(type, code, message);
    }

    /// <summary>Writes the checksum of a message that was changed; that of ICMPv6 is written anew with the packet.</summary>
    public static byte[] WithChecksum(byte[] message)
    {
        message[2] = message[3] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Compute(message));
        return message;
    }

    private static (byte Type, byte Code) TypeAndCode(IcmpError error, bool isIpv6) => (error, isIpv6) switch
    {
        (IcmpError.TimeExceeded, false) => (11, 0),
        (IcmpError.TimeExceeded, true) => (3, 0),
        (IcmpError.PortUnreachable, false) => (3, 3),
        _ => (1, 4),
    };

    private static byte[] WithChecksum(byte type, byte code, byte[] message)
    {
        message[0] = type;
        message[1] = code;
        return WithChecksum(message);
    }
}
