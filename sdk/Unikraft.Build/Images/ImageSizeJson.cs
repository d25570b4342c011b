using System.Text.Json.Serialization;

namespace Unikraft.Build.Images;

/// <summary>The code that reads sizes, made by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImageSize))]
internal sealed partial class ImageSizeJson : JsonSerializerContext;
