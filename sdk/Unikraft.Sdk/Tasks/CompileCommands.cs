using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Writes the compilation database that editors read (https://clang.llvm.org/docs/JSONCompilationDatabase.html) from the commands make has kept
/// beside its objects.
/// </summary>
internal static partial class CompileCommands
{
    // A person may look into the file: paths and quotes stay readable. Generated code: reflection would cost a build 50 ms.
    private static readonly CompileCommandsJson Json = new(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Describes the compilation of every object of an application, in the order of the sources' paths.</summary>
    public static string Describe(Application application)
    {
        var entries = Directory.EnumerateFiles(application.BuildFolder, "*.o.cmd", SearchOption.AllDirectories)
            .Select(static file => Compilation().Match(File.ReadAllText(file).Trim()))
            // A source that was removed leaves its command behind.
            .Where(static match => match.Success && File.Exists(match.Groups["source"].Value))
            .Select(match => new CompileCommand(application.CoreRoot, Path.GetFullPath(match.Groups["source"].Value), match.Value))
            .OrderBy(static entry => entry.File, StringComparer.Ordinal);
        return JsonSerializer.Serialize(entries.ToArray(), Json.CompileCommandArray) + "\n";
    }

    [GeneratedRegex(@"^.* -c (?<source>\S+) -o \S+$", RegexOptions.Singleline)]
    private static partial Regex Compilation();
}
