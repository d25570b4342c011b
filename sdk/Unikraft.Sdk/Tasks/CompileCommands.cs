using System.Text.RegularExpressions;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Writes the compilation database that editors read (https://clang.llvm.org/docs/JSONCompilationDatabase.html) from the commands make has kept
/// beside its objects.
/// </summary>
internal static partial class CompileCommands
{
    /// <summary>Describes the compilation of every object of an application, in the order of the sources' paths.</summary>
    public static string Describe(Application application)
    {
        var commands = Directory.EnumerateFiles(application.BuildFolder, "*.o.cmd", SearchOption.AllDirectories)
            .Select(static file => Compilation().Match(File.ReadAllText(file).Trim()))
            // A source that was removed leaves its command behind.
            .Where(static match => match.Success && File.Exists(SourceOf(match)))
            .OrderBy(SourceOf, StringComparer.Ordinal);
        return JsonText.Of(json =>
        {
            json.WriteStartArray();
            foreach (var command in commands)
            {
                json.WriteStartObject();
                json.WriteString("directory", application.CoreRoot);
                json.WriteString("file", SourceOf(command));
                json.WriteString("command", command.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static string SourceOf(Match command) => Path.GetFullPath(command.Groups["source"].Value);

    [GeneratedRegex(@"^.* -c (?<source>\S+) -o \S+$", RegexOptions.Singleline)]
    private static partial Regex Compilation();
}
