using System.Buffers.Binary;
using Unikraft.Measurements.Reading;
using Unikraft.Measurements.Warts;

namespace Unikraft.Measurements.Tnt;

/// <summary>The annotation in attributes of type 14 (docs/tnt.md, "Attribute layout").</summary>
internal sealed class TntAttribute
{
    /// <summary>Type of the attributes.</summary>
    public const byte Type = 14;

    private const byte Version = 1;
    private const byte Version6 = 2; // addresses of 16 bytes
    private const int PartHeader = 3;
    private const int ReplySize = 32; // without address
    private readonly List<(byte[] Bytes, long Offset)> _parts = [];
    private int _count;
    private byte _version;

    /// <summary>Takes the next part; false: it is of another version or kind, so it is none of ours.</summary>
    public bool TryAdd(byte[] data, long offset)
    {
        if (data.Length < PartHeader || data[0] is not (Version or Version6))
            return false;
        if (data[1] != _parts.Count || (_parts.Count > 0 && (data[2] != _count || data[0] != _version)))
            throw Faults.DoesNotFit($"part {data[1]} of {data[2]} of a TNT annotation", offset);
        _count = data[2];
        _version = data[0];
        _parts.Add((data[PartHeader..], offset + PartHeader));
        return true;
    }

    /// <summary>Reads the annotation; null when there is none.</summary>
    /// <param name="plain">Replies of the first trace, to which the hops that are not revealed refer by TTL.</param>
    public TntPath? Read(IReadOnlyList<TraceHop> plain)
    {
        if (_parts.Count == 0)
            return null;
        if (_parts.Count != _count)
            throw Faults.DoesNotFit($"a TNT annotation with {_parts.Count} of {_count} parts", _parts[0].Offset);
        // Offsets of errors are exact in the first part; annotations longer than one part are rare.
        var fields = new WartsFields(_parts.Count == 1 ? _parts[0].Bytes : [.. _parts.SelectMany(part => part.Bytes)], _parts[0].Offset, []);
        var (reported, once, count) = (fields.U32(), fields.U32(), fields.U16());
        var (hops, ttl) = (new List<TntHop>(), 0);
        for (var i = 1; i <= count; i++)
        {
            var hop = Hop(fields.Part(fields.U16()), i, plain, ttl + 1);
            ttl += hop.IsRevealed ? 0 : 1;
            hops.Add(hop);
        }
        return TntSections.Read(ref fields, new TntPath { ProbesReported = reported, ProbesOnce = once, Hops = hops }, this);
    }

    // IPv4 addresses among those of IPv6 are mapped (RFC 4291, section 2.5.5.2).
    internal Address ReadAddress(ref WartsFields part)
    {
        var bytes = part.Bytes(_version == Version6 ? 16 : 4);
        if (bytes.Length == 4 || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]))
            return Address.FromBytes(AddressKind.IPv4, bytes[^4..]);
        // ::fffe:a.b.c.d stands for an address that was a mapped one on the wire.
        return bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 254])
            ? Address.FromBytes(AddressKind.IPv6, [.. bytes[..11], 255, .. bytes[12..]])
            : Address.FromBytes(AddressKind.IPv6, bytes);
    }

    // What follows in the part is of a later version, and is left.
    private TntHop Hop(WartsFields part, int position, IReadOnlyList<TraceHop> plain, int ttl)
    {
        var at = part.Offset;
        var flags = part.U8();
        var (isAnswered, isRevealed) = ((flags & 1) != 0, (flags & 2) != 0);
        var hop = new TntHop
        {
            Position = position,
            IsRevealed = isRevealed,
            Step = part.U8(),
            EchoReplyTtl = part.U8(),
            Tags = (TntTags)part.U8(),
            Failures = (TntFailures)part.U8(),
            Discovery = (TntDiscovery)part.U16(),
        };
        if (!isAnswered)
            return hop;
        var reply = isRevealed ? Reply(ref part) : plain.FirstOrDefault(reply => reply.ProbeTtl == ttl);
        return reply is null ? throw Faults.NotDefined($"the reply of TTL {ttl}", at) : hop with { Reply = reply };
    }

    private TraceHop Reply(ref WartsFields part)
    {
        var address = ReadAddress(ref part);
        var extensionsAt = part.Offset + ReplySize + 2;
        var b = part.Bytes(ReplySize);
        return new TraceHop
        {
            Address = address,
            ProbeTtl = b[0],
            Attempt = b[1],
            Flags = (HopFlags)b[2],
            ReplyTtl = b[3],
            ReplyTos = b[4],
            IcmpType = b[5],
            IcmpCode = b[6],
            TcpFlags = b[7],
            QuotedTtl = b[8],
            QuotedTos = b[9],
            QuotedLength = BinaryPrimitives.ReadUInt16BigEndian(b[10..]),
            ProbeSize = BinaryPrimitives.ReadUInt16BigEndian(b[12..]),
            ReplySize = BinaryPrimitives.ReadUInt16BigEndian(b[14..]),
            ReplyIpId = BinaryPrimitives.ReadUInt16BigEndian(b[16..]),
            NextHopMtu = BinaryPrimitives.ReadUInt16BigEndian(b[18..]),
            RttMicroseconds = BinaryPrimitives.ReadUInt32BigEndian(b[20..]),
            Sent = UnixTime.Of(BinaryPrimitives.ReadUInt32BigEndian(b[24..]), BinaryPrimitives.ReadUInt32BigEndian(b[28..])),
            Extensions = WartsHop.Extensions(part.Bytes(part.U16()).ToArray(), extensionsAt),
        };
    }
}
