namespace Unikraft.Measurements.Warts;

/// <summary>The values of a parameter block, by their numbers from 1; what is not there is 0, empty or null.</summary>
/// <param name="layout">What each parameter looks like; entry 0 is number 1.</param>
internal sealed class WartsValues(WartsField[] layout)
{
    private readonly long[] _numbers = new long[layout.Length + 1];
    private readonly long[] _offsets = new long[layout.Length + 1];
    private readonly Address[] _addresses = new Address[layout.Length + 1];
    private readonly object?[] _others = new object?[layout.Length + 1];
    private readonly bool[] _present = new bool[layout.Length + 1];

    /// <summary>Whether every value was known and they filled the block to the byte.</summary>
    public bool IsExact { get; private set; }

    /// <summary>Takes the values of a block in place of those before.</summary>
    public WartsValues Read(WartsBlock block)
    {
        Array.Clear(_numbers);
        Array.Clear(_addresses);
        Array.Clear(_others);
        Array.Clear(_present);
        while (block.Next(out var number))
        {
            if (number > layout.Length)
            {
                block.SkipRest();
                break;
            }
            _present[number] = true;
            _offsets[number] = block.Values.Offset;
            Take(number, ref block.Values);
        }
        IsExact = block.IsExact;
        return this;
    }

    public bool Has(int number) => _present[number];

    public long Offset(int number) => _offsets[number];

    public byte U8(int number) => (byte)_numbers[number];

    public ushort U16(int number) => (ushort)_numbers[number];

    public uint U32(int number) => (uint)_numbers[number];

    public UnixTime Time(int number) => new(_numbers[number]);

    public Address Address(int number) => _addresses[number];

    public string? Text(int number) => (string?)_others[number];

    public byte[] Bytes(int number) => (byte[]?)_others[number] ?? [];

    public Address[] Addresses(int number) => (Address[]?)_others[number] ?? [];

    public uint[] Numbers(int number) => (uint[]?)_others[number] ?? [];

    private void Take(int number, ref WartsFields from)
    {
        switch (layout[number - 1])
        {
            case WartsField.U8:
                _numbers[number] = from.U8();
                break;
            case WartsField.U16:
                _numbers[number] = from.U16();
                break;
            case WartsField.U32:
                _numbers[number] = from.U32();
                break;
            case WartsField.Time:
                _numbers[number] = from.Time().Nanoseconds;
                break;
            case WartsField.Address:
                _addresses[number] = from.Address();
                break;
            case WartsField.Router:
                var known = from.AddressCount;
                _addresses[number] = from.Address();
                from.ForgetAddresses(known);
                break;
            default:
                _others[number] = Longer(number, ref from);
                break;
        }
    }

    private object Longer(int number, ref WartsFields from)
    {
        switch (layout[number - 1])
        {
            case WartsField.Text:
                return from.Text();
            case WartsField.Blob:
                return from.Bytes(from.U16()).ToArray();
            case WartsField.Data:
                return from.Bytes(U16(number - 1)).ToArray();
            case WartsField.Addresses:
                return from.Addresses(from.U8());
            case WartsField.Excluded:
                return from.Excluded();
            case WartsField.Times:
                return from.Numbers(3);
            default:
                var (stamps, addresses) = (from.U8(), from.U8());
                var values = from.Numbers(stamps);
                return (values, from.Addresses(addresses));
        }
    }

    /// <summary>Values of a time-stamp option and its routers.</summary>
    public (uint[] Values, Address[] Routers) Stamps(int number) => ((uint[], Address[])?)_others[number] ?? ([], []);
}
