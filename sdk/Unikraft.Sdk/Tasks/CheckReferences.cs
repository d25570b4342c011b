using System.Xml.Linq;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Finds projects that refer to each other in a circle, before NuGet walks the references: it would only name a target of its own. Reads the files
/// as they stand; a reference that a property builds is left to NuGet.
/// </summary>
public sealed class CheckReferences : UkTask
{
    /// <inheritdoc />
    protected override Task RunAsync()
    {
        if (FindCircle(ProjectFile, [], []) is { } circle)
        {
            Report(
            [
                Diagnostic.Error(
                    "UK0018",
                    $"Projects refer to each other in a circle: {string.Join(" -> ", circle.Select(Path.GetFileNameWithoutExtension))}.",
                    "Remove one of these references, or merge the libraries."),
            ]);
        }

        return Task.CompletedTask;
    }

    private static List<string>? FindCircle(string file, List<string> path, HashSet<string> done)
    {
        var at = path.IndexOf(file);
        if (at >= 0)
            return [.. path[at..], file];
        if (done.Contains(file) || !File.Exists(file))
            return null;
        path.Add(file);
        foreach (var reference in ReferencesOf(file))
        {
            if (FindCircle(reference, path, done) is { } circle)
                return circle;
        }

        path.RemoveAt(path.Count - 1);
        done.Add(file);
        return null;
    }

    private static IEnumerable<string> ReferencesOf(string file) => XDocument.Load(file)
        .Descendants()
        .Where(static e => e.Name.LocalName == "ProjectReference")
        .SelectMany(static e => ((string?)e.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(static path => !path.Contains("$(", StringComparison.Ordinal))
        .Select(path => Path.GetFullPath(path.Replace('\\', '/'), Path.GetDirectoryName(file)!));
}
