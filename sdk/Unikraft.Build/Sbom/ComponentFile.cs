using System.Text.Json;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Sbom;

/// <summary>
/// The facts about a project that make does not need and a bill of materials does: <c>component.json</c> beside <c>Makefile.uk</c>, in a package, too.
/// </summary>
/// <param name="Library">The name make knows it by.</param>
/// <param name="Version">Its version; null when unknown.</param>
/// <param name="License">The SPDX expression of its licence; null when unknown.</param>
/// <param name="Description">What it is; null when unknown.</param>
/// <param name="Origin">The third-party sources in it; null for none.</param>
public sealed record ComponentFile(string Library, string? Version, string? License, string? Description, OriginFacts? Origin)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "component.json";

    /// <summary>Describes a project.</summary>
    /// <param name="library">The project.</param>
    /// <param name="archive">The archive of its origin; null when it has none.</param>
    public static ComponentFile Of(Microlibrary library, OriginArchive? archive) =>
        new(library.Name, library.Version, library.License, library.Description, archive is null ? null : OriginFacts.Of(archive));

    /// <summary>Reads the file in a folder; null without one, UK2030 when it is damaged.</summary>
    public static Result<ComponentFile?> Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return Result.Of(File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), ComponentFileJson.Default.ComponentFile) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Result.Failed<ComponentFile?>(Diagnostic.Error("UK2030", $"'{file}' cannot be read: {e.Message.TrimEnd('.')}.", "Restore the package again, or build the library again.").At(file));
        }
    }

    /// <summary>Writes the text of the file.</summary>
    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("library", Library);
        json.WriteMember("version", Version);
        json.WriteMember("license", License);
        json.WriteMember("description", Description);
        if (Origin is { } origin)
        {
            json.WriteStartObject("origin");
            json.WriteString("name", origin.Name);
            json.WriteString("version", origin.Version);
            json.WriteMember("license", origin.License);
            json.WriteString("file", origin.File);
            json.WriteString("sha256", origin.Sha256);
            json.WriteMember("address", origin.Address);
            json.WriteMember("debian", origin.Debian);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
