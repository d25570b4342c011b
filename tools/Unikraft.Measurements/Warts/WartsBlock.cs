namespace Unikraft.Measurements.Warts;

/// <summary>A parameter block: says which values there are, then gives them in the order of their numbers (scamper.md section 6).</summary>
/// <param name="flags">Flag bytes, 7 flags each.</param>
/// <param name="values">The values.</param>
internal ref struct WartsBlock(ReadOnlySpan<byte> flags, WartsFields values)
{
    private readonly ReadOnlySpan<byte> _flags = flags;
    private int _number;

    /// <summary>The values; what is taken must be that of the number <see cref="Next"/> gave.</summary>
    public WartsFields Values = values;

    /// <summary>Whether the values so far were known and filled the block to the byte.</summary>
    public readonly bool IsExact => !_skipped && Values.Left == 0;

    private bool _skipped;

    /// <summary>The next number; false: none.</summary>
    public bool Next(out int number)
    {
        while (!_skipped && _number < 7 * _flags.Length)
        {
            var (at, bit) = Math.DivRem(_number++, 7);
            if ((_flags[at] & (1 << bit)) == 0)
                continue;
            number = _number;
            return true;
        }
        number = 0;
        return false;
    }

    /// <summary>The last number is not known, so neither it nor those behind it can be told apart: they are skipped by the length.</summary>
    public void SkipRest() => _skipped = true;
}
