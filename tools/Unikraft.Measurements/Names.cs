using System.Globalization;

namespace Unikraft.Measurements;

/// <summary>Words of the formats, and back.</summary>
internal static class Names
{
    private static readonly string[] TraceMethods = ["", "icmp-echo", "udp", "tcp", "icmp-echo-paris", "udp-paris", "tcp-ack"];
    private static readonly string[] TntMethods = ["", "icmp", "udp", "tcp", "icmp-paris", "udp-paris", "tcp-ack"];
    private static readonly string[] StopReasons = ["NONE", "COMPLETED", "UNREACH", "ICMP", "LOOP", "GAPLIMIT", "ERROR", "HOPLIMIT", "GSS", "HALTED"];
    private static readonly string[] TracelbMethods = ["", "udp-dport", "icmp-echo", "udp-sport", "tcp-sport", "tcp-ack-sport"];
    private static readonly string[] DealiasMethods = ["", "mercator", "ally", "radargun", "prefixscan", "bump"];
    private static readonly string[] DealiasResults = ["none", "aliases", "not-aliases", "halted", "ipid-echo"];
    private static readonly string[] DealiasProbeMethods = ["", "icmp-echo", "tcp-ack", "udp", "tcp-ack-sport", "udp-dport", "tcp-syn-sport"];
    private static readonly string[] PingMethods = ["icmp-echo", "tcp-ack", "tcp-ack-sport", "udp", "udp-dport", "icmp-time", "tcp-syn", "tcp-synack", "tcp-rst"];

    /// <summary>Words of the bits of <see cref="Measurements.PingFlags"/>.</summary>
    public static readonly string[] PingFlags = ["v4rr", "spoof", "payload", "tsonly", "tsandaddr", "icmpsum", "dl", "tbt", "nosrc"];

    public static string Of(TraceMethod method) => Word(TraceMethods, (byte)method);

    public static string Of(TraceStopReason reason) => Word(StopReasons, (byte)reason);

    public static string Of(TracelbMethod method) => Word(TracelbMethods, (byte)method);

    public static string Of(PingMethod method) => Word(PingMethods, (byte)method);

    public static string Of(DealiasMethod method) => Word(DealiasMethods, (byte)method);

    public static string Of(DealiasResult result) => Word(DealiasResults, (byte)result);

    public static string Of(DealiasProbeMethod method) => Word(DealiasProbeMethods, (byte)method);

    /// <summary>The method of a word of scamper or of TNT.</summary>
    public static TraceMethod? TraceMethod(string word) => (TraceMethod?)(Number(TraceMethods, word) ?? Number(TntMethods, word));

    public static TraceStopReason? StopReason(string word) => (TraceStopReason?)Number(StopReasons, word);

    public static PingMethod? PingMethod(string word) => (PingMethod?)Number(PingMethods, word);

    public static TracelbMethod? TracelbMethod(string word) => (TracelbMethod?)Number(TracelbMethods, word);

    public static DealiasMethod? DealiasMethod(string word) => (DealiasMethod?)Number(DealiasMethods, word);

    public static DealiasResult? DealiasResult(string word) => (DealiasResult?)Number(DealiasResults, word);

    public static DealiasProbeMethod? DealiasProbeMethod(string word) => (DealiasProbeMethod?)Number(DealiasProbeMethods, word);

    private static string Word(string[] words, byte number) =>
        number < words.Length && words[number].Length > 0 ? words[number] : number.ToString(CultureInfo.InvariantCulture);

    // A number without a word is written as digits.
    private static byte? Number(string[] words, string word)
    {
        var at = word.Length == 0 ? -1 : Array.IndexOf(words, word);
        return at >= 0 ? (byte)at : byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
