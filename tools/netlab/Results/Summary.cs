using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netlab.Results;

/// <summary>The JSON object at the end of a run (docs/interfaces.md section 6).</summary>
internal sealed record Summary
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Path of the lab file.</summary>
    public required string Lab { get; init; }

    /// <summary>Path of the image or program.</summary>
    public required string Image { get; init; }

    /// <summary>Exit status of the guest or program; null when it did not end by itself.</summary>
    public required int? ExitStatus { get; init; }

    /// <summary>Commands given to the engine, in order.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Probes that entered the network.</summary>
    public required int ProbesSent { get; init; }

    /// <summary>Seconds from the first probe to the last one; null without a probe.</summary>
    public required double? ProbeSeconds { get; init; }

    /// <summary>Probes reported for each destination.</summary>
    public required IReadOnlyDictionary<string, int> ProbesReported { get; init; }

    /// <summary>Path of the warts file; null when there is none.</summary>
    public required string? Verdict { get; init; }

    /// <summary>Path of the capture.</summary>
    public required string? Pcap { get; init; }

    /// <summary>Path of the log of commands; null when there is none.</summary>
    public required string? Log { get; init; }

    /// <summary>Round-trip times against the capture.</summary>
    public required RttErrors Rtt { get; init; }

    /// <summary>Milliseconds from the start of the machine to the first probe on the wire; null without a machine or a probe.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FirstProbeMs { get; init; }

    /// <summary>Formats the object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
