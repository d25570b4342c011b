namespace Unikraft.Measurements.Tnt;

/// <summary>Words of the annotation, as in TNT's JSON (docs/tnt.md).</summary>
internal static class TntWords
{
    private static readonly (string Word, int Bit)[] Roles = [("ingress", 0x01), ("egress", 0x02), ("lsr", 0x04)];

    private static readonly (string Word, int Bit)[] Kinds =
        [("explicit", 0x08), ("implicit-qttl", 0x10), ("implicit-uturn", 0x20), ("opaque", 0x40), ("invisible", 0x80)];

    private static readonly (string Word, int Bit)[] Triggers = [("frpla", 0x01), ("rtla", 0x02), ("dupip", 0x04), ("mttl", 0x08)];

    private static readonly (string Word, int Bit)[] Methods = [("dpr", 0x10), ("brpr", 0x20), ("buddy", 0x40)];

    private static readonly (string Word, int Bit)[] Reasons =
        [("nothing", 0x10), ("ingress-not-found", 0x20), ("target-not-reached", 0x40), ("buddy-tried", 0x80)];

    /// <summary>The lists of a hop, in the order of the JSON.</summary>
    public static readonly string[] Keys = ["roles", "kinds", "triggers", "methods", "stop", "failure_triggers", "failure"];

    // Reasons stand six bits higher in the discovery than in the failures.
    private const int StopShift = 6;

    /// <summary>The words of a list; empty: none.</summary>
    public static IEnumerable<string> Of(TntHop hop, string key)
    {
        var (words, bits) = key switch
        {
            "roles" => (Roles, (int)hop.Tags),
            "kinds" => (Kinds, (int)hop.Tags),
            "triggers" => (Triggers, (int)hop.Discovery),
            "methods" => (Methods, (int)hop.Discovery),
            "stop" => (Reasons, (int)hop.Discovery >> StopShift),
            "failure_triggers" => (Triggers, (int)hop.Failures),
            _ => (Reasons, (int)hop.Failures),
        };
        return words.Where(word => (bits & word.Bit) != 0).Select(word => word.Word);
    }

    /// <summary>The hop with a word of a list; null: no such word.</summary>
    public static TntHop? With(TntHop hop, string key, string word) => key switch
    {
        "roles" => Bit(Roles, word) is { } bit ? hop with { Tags = hop.Tags | (TntTags)bit } : null,
        "kinds" => Bit(Kinds, word) is { } bit ? hop with { Tags = hop.Tags | (TntTags)bit } : null,
        "triggers" => Bit(Triggers, word) is { } bit ? hop with { Discovery = hop.Discovery | (TntDiscovery)bit } : null,
        "methods" => Bit(Methods, word) is { } bit ? hop with { Discovery = hop.Discovery | (TntDiscovery)bit } : null,
        "stop" => Bit(Reasons, word) is { } bit ? hop with { Discovery = hop.Discovery | (TntDiscovery)(bit << StopShift) } : null,
        "failure_triggers" => Bit(Triggers, word) is { } bit ? hop with { Failures = hop.Failures | (TntFailures)bit } : null,
        _ => Bit(Reasons, word) is { } bit ? hop with { Failures = hop.Failures | (TntFailures)bit } : null,
    };

    private static int? Bit((string Word, int Bit)[] words, string word)
    {
        foreach (var (known, bit) in words)
        {
            if (known == word)
                return bit;
        }
        return null;
    }
}
