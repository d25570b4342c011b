using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>Builds that have nothing to do, medians in seconds.</summary>
/// <param name="Utnt">uTNT.</param>
/// <param name="EmptyApplication">An application of Unikraft.Sdk with one empty source.</param>
/// <param name="EmptyCSharp">An empty C# library.</param>
/// <param name="Loop">The empty application as in a loop of edits: <c>--no-restore -m:1</c>.</param>
/// <param name="Floor">MSBuild itself in the same way: an SDK from a NuGet package, found by its name, with the common files around one empty target.</param>
/// <param name="BareFloor">The same without an SDK: nobody asks NuGet where it is.</param>
internal sealed record BuildFigures(double? Utnt, double? EmptyApplication, double? EmptyCSharp, double? Loop, double? Floor, double? BareFloor)
{
    private const int Runs = 5;

    private static readonly string[] InLoop = ["--no-restore", "-m:1"];

    /// <summary>What any project evaluates, in whatever language, and nothing else.</summary>
    private const string Common = """
        <Project>
          {0}
          <Import Project="$(MSBuildExtensionsPath)/$(MSBuildToolsVersion)/Microsoft.Common.props" />
          <Import Project="$(MSBuildToolsPath)/Microsoft.Common.targets" />
          <Target Name="Build" />
        </Project>

        """;

    /// <summary>A file of our SDK that sets one property: what it costs is that MSBuild and NuGet look for the SDK.</summary>
    private const string Sdk = "<Import Project=\"../build/Unikraft.Version.props\" Sdk=\"Unikraft.Sdk\" />";

    /// <summary>Measures them in turns, so that a busy machine harms all alike.</summary>
    public static async Task<BuildFigures> MeasureAsync(CancellationToken cancellation)
    {
        // Inside the repository, so that global.json and the feed are those of uTNT.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts/bench"));
        var application = Write(folder, "empty", "empty.ukproj", "<Project Sdk=\"Unikraft.Sdk\" />\n", "main.c", "int main(void)\n{\n\treturn 0;\n}\n");
        var csharp = Write(folder, "csharp", "csharp.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />\n", "Empty.cs", "namespace Empty;\n");
        var floor = Write(folder, "floor", "floor.proj", Common.Replace("{0}", Sdk, StringComparison.Ordinal), "empty", "");
        var bareFloor = Write(folder, "bare-floor", "floor.proj", Common.Replace("{0}", "", StringComparison.Ordinal), "empty", "");
        var builds = new (string Project, string[] Switches)[] { (Path.Combine(Repository.Root, "samples/uTNT/uTNT.ukproj"), []), (application, []), (csharp, []), (application, InLoop), (floor, InLoop), (bareFloor, InLoop) };
        var times = builds.Select(_ => new List<double>()).ToArray();
        var broken = new HashSet<int>();
        for (var i = 0; i <= Runs; i++)
        {
            foreach (var build in Enumerable.Range(0, builds.Length).Where(build => !broken.Contains(build)))
            {
                var start = Stopwatch.GetTimestamp();
                var result = await Cli.Wrap("dotnet").WithArguments(["build", builds[build].Project, "-c", "Release", "-nologo", "-v", "quiet", .. builds[build].Switches])
                    .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
                if (result.ExitCode != 0)
                {
                    Console.Error.WriteLine($"{builds[build].Project} does not build:\n{result.StandardOutput}");
                    broken.Add(build);
                }
                // The first round builds what is not built yet.
                else if (i > 0)
                    times[build].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        var medians = times.Select(Statistics.Median).ToArray();
        return new BuildFigures(medians[0], medians[1], medians[2], medians[3], medians[4], medians[5]);
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
