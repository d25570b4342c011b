using System.Text.Json.Serialization;

namespace Unikraft.Build.Images;

/// <summary>The code that reads and writes sizes, made by the compiler: every build runs it, and reflection would cost it 50 ms.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImageSize))]
internal sealed partial class ImageSizeJson : JsonSerializerContext;
