using System.Buffers.Binary;
using System.Text;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Warts;

/// <summary>Takes values off a part of a warts object; all integers are big-endian (scamper.md section 6).</summary>
/// <param name="data">The bytes.</param>
/// <param name="offset">Where they begin in the input.</param>
/// <param name="addresses">Addresses of the object so far, in the order they appeared.</param>
internal ref struct WartsFields(ReadOnlySpan<byte> data, long offset, List<Address> addresses)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public readonly long Offset => offset + _at;

    /// <summary>Number of addresses so far in this object.</summary>
    public readonly int AddressCount => addresses.Count;

    public readonly int Left => _data.Length - _at;

    /// <summary>Makes the addresses beyond a number unknown again.</summary>
    public readonly void ForgetAddresses(int beyond) => addresses.RemoveRange(beyond, addresses.Count - beyond);

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > Left)
            throw Faults.DoesNotFit("a value", Offset);
        var bytes = _data.Slice(_at, count);
        _at += count;
        return bytes;
    }

    public byte U8() => Bytes(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public ulong U64() => BinaryPrimitives.ReadUInt64BigEndian(Bytes(8));

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    /// <summary>A part with values of its own.</summary>
    public WartsFields Part(int length)
    {
        var at = Offset;
        return new WartsFields(Bytes(length), at, addresses);
    }

    /// <summary>The flags of a parameter block, and its values.</summary>
    public WartsBlock Block()
    {
        var flags = _data[_at..];
        var count = 1;
        while ((U8() & 0x80) != 0)
            count++;
        flags = flags[..count];
        return new WartsBlock(flags, flags.ContainsAnyExcept<byte>(0, 0x80) ? Part(U16()) : Part(0));
    }

    public UnixTime Time()
    {
        var at = Offset;
        var (seconds, microseconds) = (U32(), U32());
        return microseconds < 1_000_000 ? UnixTime.Of(seconds, microseconds) : throw Faults.DoesNotFit($"a time with {microseconds} microseconds", at);
    }

    /// <summary>Bytes up to a NUL: UTF-8, or Latin 1 when they are not.</summary>
    public string Text()
    {
        var length = _data[_at..].IndexOf((byte)0);
        if (length < 0)
            throw Faults.DoesNotFit("a text without end", Offset);
        var bytes = Bytes(length);
        Bytes(1);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>A new address, or the number of one that came before in this object.</summary>
    public Address Address()
    {
        var at = Offset;
        var length = U8();
        if (length == 0)
        {
            var number = U32();
            return number < addresses.Count ? addresses[(int)number] : throw Faults.NotDefined($"address {number}", at);
        }
        var kind = (AddressKind)U8();
        if (Measurements.Address.Length(kind) != length)
            throw Faults.DoesNotFit($"an address of type {(int)kind} with {length} bytes", at);
        var address = Measurements.Address.FromBytes(kind, Bytes(length));
        addresses.Add(address);
        return address;
    }

    public Address[] Addresses(int count)
    {
        var list = new List<Address>();
        for (var i = 0; i < count; i++)
            list.Add(Address());
        return [.. list];
    }

    /// <summary>Two bytes of count, then addresses, of 5 bytes or more; a count for which there is no room has its bytes swapped.</summary>
    public Address[] Excluded()
    {
        var count = U16();
        return Addresses(5 * count > Left ? BinaryPrimitives.ReverseEndianness(count) : count);
    }

    public uint[] Numbers(int count)
    {
        var part = Part(4 * count);
        var numbers = new uint[count];
        for (var i = 0; i < count; i++)
            numbers[i] = part.U32();
        return numbers;
    }
}
