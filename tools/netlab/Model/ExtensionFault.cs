namespace Netlab.Model;

/// <summary>What is wrong with the ICMP extension of a time-exceeded message (RFC 4884 section 4, RFC 4950 section 3).</summary>
internal enum ExtensionFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The message ends in the middle of a label stack entry.</summary>
    Truncated,

    /// <summary>The checksum is wrong.</summary>
    Checksum,

    /// <summary>The version is 7.</summary>
    Version,

    /// <summary>The length of the object is 0.</summary>
    ZeroLength,

    /// <summary>The object is longer than the message.</summary>
    LongObject,

    /// <summary>The length of the object is no multiple of four.</summary>
    OddLength,

    /// <summary>The object is of another class.</summary>
    OtherClass,

    /// <summary>The length of the quotation points behind the message.</summary>
    LongQuotation,

    /// <summary>The length of the quotation is not stated, as before RFC 4884.</summary>
    NoQuotationLength,

    /// <summary>Random bytes stand where the extension should.</summary>
    Random,
}
