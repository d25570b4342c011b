namespace Netlab.Model;

/// <summary>Where a router takes the identification field of an IPv4 header from.</summary>
internal enum IpIdKind
{
    /// <summary>One counter for all that it sends: what alias resolution looks for.</summary>
    Counter,

    /// <summary>As <see cref="Counter"/>, with the two bytes in the wrong order.</summary>
    Swapped,

    /// <summary>A counter for each of its addresses.</summary>
    PerAddress,

    /// <summary>Random numbers.</summary>
    Random,

    /// <summary>Always 0.</summary>
    Zero,

    /// <summary>That of the packet it answers.</summary>
    Probe,
}
