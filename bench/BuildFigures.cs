using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>Builds that have nothing to do, medians in seconds.</summary>
/// <param name="Utnt">uTNT.</param>
/// <param name="EmptyApplication">An application of Unikraft.Sdk with one empty source.</param>
/// <param name="EmptyCSharp">An empty C# library.</param>
internal sealed record BuildFigures(double? Utnt, double? EmptyApplication, double? EmptyCSharp)
{
    private const int Runs = 5;

    /// <summary>Measures them in turns, so that a busy machine harms all alike.</summary>
    public static async Task<BuildFigures> MeasureAsync(CancellationToken cancellation)
    {
        // Inside the repository, so that global.json and the feed are those of uTNT.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts/bench"));
        var application = Write(folder, "empty", "empty.ukproj", "<Project Sdk=\"Unikraft.Sdk\" />\n", "main.c", "int main(void)\n{\n\treturn 0;\n}\n");
        var csharp = Write(folder, "csharp", "csharp.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />\n", "Empty.cs", "namespace Empty;\n");
        var projects = new[] { Path.Combine(Repository.Root, "samples/uTNT/uTNT.ukproj"), application, csharp };
        var times = projects.ToDictionary(project => project, _ => new List<double>());
        var broken = new HashSet<string>();
        for (var i = 0; i <= Runs; i++)
        {
            foreach (var project in projects.Where(project => !broken.Contains(project)))
            {
                var start = Stopwatch.GetTimestamp();
                var result = await Cli.Wrap("dotnet").WithArguments(["build", project, "-c", "Release", "-nologo", "-v", "quiet"])
                    .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
                if (result.ExitCode != 0)
                {
                    Console.Error.WriteLine($"{project} does not build:\n{result.StandardOutput}");
                    broken.Add(project);
                }
                // The first round builds what is not built yet.
                else if (i > 0)
                    times[project].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return new BuildFigures(Statistics.Median(times[projects[0]]), Statistics.Median(times[application]), Statistics.Median(times[csharp]));
    }

    private static string Write(DirectoryInfo parent, string name, string project, string projectText, string source, string sourceText)
    {
        var folder = parent.CreateSubdirectory(name).FullName;
        var path = Path.Combine(folder, project);
        foreach (var (file, text) in new[] { (path, projectText), (Path.Combine(folder, source), sourceText) })
        {
            if (!File.Exists(file) || File.ReadAllText(file) != text)
                File.WriteAllText(file, text);
        }
        return path;
    }
}
