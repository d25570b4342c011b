namespace Unikraft.Measurements;

/// <summary>Kinds of addresses, with the numbers of warts.</summary>
public enum AddressKind
{
    /// <summary>No address.</summary>
    None = 0,

    /// <summary>IPv4, 4 bytes.</summary>
    IPv4 = 1,

    /// <summary>IPv6, 16 bytes.</summary>
    IPv6 = 2,

    /// <summary>Ethernet, 6 bytes.</summary>
    Ethernet = 3,

    /// <summary>Firewire, 8 bytes.</summary>
    Firewire = 4,
}
