using System.Buffers.Binary;

namespace Netlab.Wire;

/// <summary>Builds the ICMP messages of routers (RFC 792, RFC 4884, RFC 4950).</summary>
internal static class IcmpMessage
{
    /// <summary>Type of an echo reply.</summary>
    public const byte EchoReply = 0;

    /// <summary>Type of destination unreachable.</summary>
    public const byte Unreachable = 3;

    /// <summary>Type of an echo request.</summary>
    public const byte EchoRequest = 8;

    /// <summary>Type of time exceeded.</summary>
    public const byte TimeExceeded = 11;

    /// <summary>Code 3 of destination unreachable.</summary>
    public const byte PortUnreachableCode = 3;

    /// <summary>Bytes before the quotation.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes of the payload that an error quotes after the IP header (RFC 792).</summary>
    private const int QuotedPayload = 8;

    /// <summary>Shortest quotation that an extension may follow (RFC 4884 section 5.3).</summary>
    private const int QuotationBeforeExtension = 128;

    /// <summary>Where an extension begins.</summary>
    public const int ExtensionOffset = HeaderLength + QuotationBeforeExtension;

    /// <summary>An echo reply with identifier, sequence number and data of the request.</summary>
    public static byte[] ReplyTo(ReadOnlySpan<byte> echoRequest)
    {
        var message = echoRequest.ToArray();
        message[0] = EchoReply;
        return WithChecksum(message);
    }

    /// <summary>
    /// An error message that quotes a packet. Without a label stack it quotes the IP header and <paramref name="quotedPayload"/> bytes;
    /// with one it quotes as much as fits in 128 bytes, pads with zeros, and appends the stack (RFC 4950 section 3).
    /// </summary>
    public static byte[] Error(byte type, byte code, ReadOnlySpan<byte> offending, IReadOnlyList<LabelStackEntry> stack, int quotedPayload = QuotedPayload)
    {
        var header = (offending[0] & 15) * 4;
        if (stack.Count == 0)
        {
            var plain = new byte[HeaderLength + Math.Min(offending.Length, header + quotedPayload)];
            offending[..(plain.Length - HeaderLength)].CopyTo(plain.AsSpan(HeaderLength));
            return WithChecksum(type, code, plain);
        }

        var message = new byte[ExtensionOffset + 4 + 4 + (4 * stack.Count)];
        // RFC 4884 section 4.2: length of the quotation in 32-bit words, in the second byte of the unused field.
        message[5] = QuotationBeforeExtension / 4;
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

    /// <summary>Writes the checksum of a message that was changed.</summary>
    public static byte[] WithChecksum(byte[] message)
    {
        message[2] = message[3] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Compute(message));
        return message;
    }

    private static byte[] WithChecksum(byte type, byte code, byte[] message)
    {
        message[0] = type;
        message[1] = code;
        return WithChecksum(message);
    }
}
