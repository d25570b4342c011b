namespace Unikraft.Measurements.Pcap;

/// <summary>What a captured packet begins with, with the numbers of pcap.</summary>
public enum LinkType
{
    /// <summary>An Ethernet header.</summary>
    Ethernet = 1,

    /// <summary>An IPv4 or IPv6 header.</summary>
    Raw = 101,

    /// <summary>An IPv4 header.</summary>
    RawIPv4 = 228,

    /// <summary>An IPv6 header.</summary>
    RawIPv6 = 229,
}
