using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unikraft.BuildReport;

/// <summary>
/// Where the time of a build went. Projects, targets and tasks may run at the same time, so a sum can exceed the time of the build; a target or task that
/// waits for another project does not count that project's time.
/// </summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="Succeeded">Whether the build succeeded.</param>
/// <param name="Evaluations">Reading of projects, by project.</param>
/// <param name="Projects">The work of targets, by project.</param>
/// <param name="Targets">By target.</param>
/// <param name="Tasks">By task.</param>
/// <param name="Tools">Steps of make by tool (CC, LD ...): the time until make started the next step.</param>
/// <param name="Libraries">Steps of make by microlibrary.</param>
/// <param name="Steps">Every step of make.</param>
public sealed record BuildTimes(
    double Seconds,
    bool Succeeded,
    ImmutableArray<TimeRow> Evaluations,
    ImmutableArray<TimeRow> Projects,
    ImmutableArray<TimeRow> Targets,
    ImmutableArray<TimeRow> Tasks,
    ImmutableArray<TimeRow> Tools,
    ImmutableArray<TimeRow> Libraries,
    ImmutableArray<TimeRow> Steps)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";
}
