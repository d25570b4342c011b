using System.Text.Json.Serialization;

namespace Unikraft.Build.Sbom;

/// <summary>The code that reads and writes the facts about a project, made by the compiler.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ComponentFile))]
internal sealed partial class ComponentFileJson : JsonSerializerContext;
