using System.Globalization;

namespace Oracle.Tests.Tnt;

/// <summary>Options of a run (TNT's description, section 12).</summary>
internal sealed record Settings
{
    public bool Udp { get; init; }

    public int StartTtl { get; init; } = 1;

    public int Pings { get; init; } = 1;

    public int FrplaThreshold { get; init; } = 3;

    public int RtlaThreshold { get; init; } = 1;

    public bool BruteForce { get; init; }

    public bool NothingIsReserved { get; init; }

    /// <summary>Go on after the first tunnel (docs/tnt.md, "All tunnels").</summary>
    public bool RevealAll { get; init; }

    public string MethodName => Udp ? "udp-paris" : "icmp-paris";

    public static Settings Of(IReadOnlyList<string> options)
    {
        var settings = new Settings();
        for (var i = 0; i < options.Count; i++)
        {
            int Number() => int.Parse(options[++i], CultureInfo.InvariantCulture);
            settings = options[i] switch
            {
                "-m" => settings with { Udp = options[++i].Equals("udp-paris", StringComparison.OrdinalIgnoreCase) },
                "-s" => settings with { StartTtl = Number() },
                "-c" => settings with { Pings = Number() },
                "-f" => settings with { FrplaThreshold = Number() },
                "-r" => settings with { RtlaThreshold = Number() },
                "-b" => settings with { BruteForce = true },
                "--reveal-all" => settings with { RevealAll = true },
                "--no-reserved" => settings with { NothingIsReserved = true },
                var other => throw new NotSupportedException($"the model does not know the option '{other}'"),
            };
        }
        return settings;
    }
}
