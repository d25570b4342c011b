using System.Net;
using System.Text.RegularExpressions;

namespace Labs.Tests;

/// <summary>The published labs in IPv6: each address replaced by its counterpart.</summary>
internal static partial class Ipv6Lab
{
    /// <summary>An address for the measuring host that a guest is told on its command line.</summary>
    public const string Given = "2620:172::2";

    /// <summary>One that a guest makes of netlab's prefix and the number of its network card (docs/netlab.md).</summary>
    public const string Advertised = "2620:172::ff:fe00:1";

    /// <summary>Left out are the two labs of repeated addresses: a buddy is a matter of IPv4 (docs/tnt.md).</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Repository.Labs, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Except(["ex09", "ex10"]).Order()];

    /// <summary>Writes a lab into a folder.</summary>
    /// <returns>The path of its file.</returns>
    public static async Task<string> WriteAsync(string folder, string lab, string vp)
    {
        var path = Path.Combine(folder, lab + ".json");
        await File.WriteAllTextAsync(path, Translate(await File.ReadAllTextAsync(Path.Combine(Repository.Labs, lab + ".json")), vp));
        return path;
    }

    /// <summary>Replaces the addresses of a text; that of the measuring host by the one given.</summary>
    public static string Translate(string text, string vp) => Ipv4().Replace(text, match => match.Value == "172.20.0.2"
        ? vp
        : IPAddress.Parse($"2620:20:{match.Groups[2].Value}:{match.Groups[3].Value}::{match.Groups[4].Value}").ToString());

    [GeneratedRegex(@"\b(\d+)\.(\d+)\.(\d+)\.(\d+)\b")]
    private static partial Regex Ipv4();
}
