namespace Unikraft.Measurements.Warts;

/// <summary>What the value of a parameter looks like.</summary>
internal enum WartsField : byte
{
    /// <summary>A number of one byte.</summary>
    U8,

    /// <summary>A number of two bytes.</summary>
    U16,

    /// <summary>A number of four bytes.</summary>
    U32,

    /// <summary>Seconds and microseconds.</summary>
    Time,

    /// <summary>An address.</summary>
    Address,

    /// <summary>The address of a router that was asked for, which alone gets no number in the object.</summary>
    Router,

    /// <summary>Bytes up to a NUL.</summary>
    Text,

    /// <summary>Two bytes of length, then as many bytes.</summary>
    Blob,

    /// <summary>As many bytes as the parameter before says.</summary>
    Data,

    /// <summary>One byte of count, then addresses.</summary>
    Addresses,

    /// <summary>Two bytes of count, then addresses; Debian's scamper writes the count with its bytes swapped, and its own tools cannot read that.</summary>
    Excluded,

    /// <summary>Counts of stamps and of addresses (one byte each), then these.</summary>
    Stamps,

    /// <summary>Three numbers of four bytes.</summary>
    Times,
}
