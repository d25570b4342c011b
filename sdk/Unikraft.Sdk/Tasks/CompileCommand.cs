using System.Text.Json.Serialization;

namespace Unikraft.Sdk.Tasks;

/// <summary>An entry of the compilation database.</summary>
/// <param name="Directory">The folder the command runs in.</param>
/// <param name="File">The source.</param>
/// <param name="Command">The command.</param>
internal sealed record CompileCommand(
    [property: JsonPropertyName("directory")] string Directory,
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("command")] string Command);
