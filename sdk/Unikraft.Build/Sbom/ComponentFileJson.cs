using System.Text.Json.Serialization;

namespace Unikraft.Build.Sbom;

/// <summary>The code that reads the facts about a project, made by the compiler.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ComponentFile))]
internal sealed partial class ComponentFileJson : JsonSerializerContext;
