using System.Text.Json.Serialization;

namespace Unikraft.Sdk.Tasks;

/// <summary>The code that writes a compilation database, made by the compiler.</summary>
[JsonSerializable(typeof(CompileCommand[]))]
internal sealed partial class CompileCommandsJson : JsonSerializerContext;
