namespace Xen.Bed;

/// <summary>What domain 0 holds for guests; the same before and after them, or something leaks.</summary>
/// <param name="StoreEntries">Entries of xenstore.</param>
/// <param name="EventChannels">Ports of domain 0.</param>
/// <param name="Grants">Grants that are in use, of all domains.</param>
/// <param name="Domains">Domains, domain 0 among them.</param>
/// <param name="Interfaces">Network interfaces.</param>
public sealed record DomainZeroCounts(int StoreEntries, int EventChannels, int Grants, int Domains, int Interfaces)
{
    /// <summary>Xen answers its debug keys on its console: e lists event channels, g grants.</summary>
    internal const string Script = """
        xenstore-ls -f / | sed 's/^/store /'
        xl list | tail -n +2 | sed 's/^/domain /'
        ls /sys/class/net | sed 's/^/interface /'
        xl dmesg -c >/dev/null
        xl debug-keys e
        xl debug-keys g
        xl dmesg
        """;

    /// <summary>Reads what <see cref="Script"/> prints.</summary>
    internal static DomainZeroCounts Parse(string output)
    {
        var lines = output.Split('\n');
        int Count(string start) => lines.Count(line => line.StartsWith(start, StringComparison.Ordinal));
        var channels = lines
            .SkipWhile(line => !line.EndsWith("Event channel information for domain 0:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("for domain", StringComparison.Ordinal))
            .Count(line => line.Contains(": s=", StringComparison.Ordinal));
        return new DomainZeroCounts(Count("store "), channels, Count("(XEN) [0x"), Count("domain "), Count("interface "));
    }
}
