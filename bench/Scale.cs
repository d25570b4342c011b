using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Bench;

/// <summary>An application with many generated microlibraries, each a project with a source, a header and an option; seconds.</summary>
/// <param name="Microlibraries">How many.</param>
/// <param name="Restore"><c>dotnet restore</c>.</param>
/// <param name="Generate">Makefile.uk and Config.uk of all of them, by the SDK.</param>
/// <param name="Configure">The application's files, and the configuration with all options.</param>
internal sealed record Scale(int Microlibraries, double Restore, double Generate, double Configure)
{
    /// <summary>All three together.</summary>
    public double Seconds => Restore + Generate + Configure;

    /// <summary>Measures an eighth, a quarter, a half and all of a number of microlibraries.</summary>
    public static async Task<IReadOnlyList<Scale>> MeasureAsync(int most, CancellationToken cancellation)
    {
        var points = new List<Scale>();
        foreach (var count in new[] { most / 8, most / 4, most / 2, most })
            points.Add(await MeasureOneAsync(count, cancellation));
        return points;
    }

    private static async Task<Scale> MeasureOneAsync(int count, CancellationToken cancellation)
    {
        var folder = Path.Combine(Repository.Root, $"artifacts/bench/scale-{count}");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        for (var i = 0; i < count; i++)
            WriteLibrary(Path.Combine(folder, Name(i)), Name(i));
        var project = Path.Combine(folder, "app", "app.ukproj");
        Write(project, "<Project Sdk=\"Unikraft.Sdk\"><ItemGroup><ProjectReference Include=\"../lib*/lib*.ukproj\" /></ItemGroup></Project>\n");
        Write(Path.Combine(folder, "app", "main.c"), "int main(void)\n{\n\treturn 0;\n}\n");
        var restore = await TimeAsync(["restore", project, "-v", "quiet"], cancellation);
        var generate = await TimeAsync(["build", project, "--no-restore", "-nologo", "-v", "quiet", "-t:UkResolveMicrolibraries"], cancellation);
        var start = Stopwatch.GetTimestamp();
        Resolve(folder, project, count);
        return new Scale(count, restore, generate, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Resolve(string folder, string project, int count)
    {
        var application = new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = "appapp", Root = Path.GetDirectoryName(project)!, ProjectFile = project, Sources = [new SourceFile(Path.Combine(folder, "app", "main.c"))] },
            ImageName = "app",
            Platform = Platform.Kvm,
            CoreRoot = Path.Combine(Repository.Root, "core"),
            GeneratedFolder = Path.Combine(folder, "app", "obj", "generated"),
            Libraries = [.. Enumerable.Range(0, count).Select(i => new LibraryReference(Name(i), Path.Combine(folder, Name(i), "obj/Debug/unikraft")) { Symbol = Name(i).ToUpperInvariant() })],
            Requests = [.. Enumerable.Range(0, count).Select(i => new ConfigRequest($"{Name(i).ToUpperInvariant()}_SIZE", "5"))],
        };
        var tree = ProjectGenerator.ForApplication(application);
        if (tree.Value is null || !tree.Value.WriteTo(application.GeneratedFolder).Succeeded || Configurator.Resolve(application) is not { Value: { } configuration } resolved || !resolved.Succeeded)
            throw new InvalidOperationException($"{count} microlibraries cannot be configured");
        GeneratedFiles.WriteIfChanged(application.ConfigFile, configuration.DotConfig());
        if (configuration.Value($"{Name(count - 1).ToUpperInvariant()}_SIZE") != "5")
            throw new InvalidOperationException($"the option of {Name(count - 1)} was not taken");
    }

    private static void WriteLibrary(string folder, string name)
    {
        Write(Path.Combine(folder, $"{name}.ukproj"), $"""
            <Project Sdk="Unikraft.Sdk">
              <PropertyGroup>
                <OutputType>Library</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <UkInclude Include="include" />
                <UkOption Include="{name.ToUpperInvariant()}_SIZE" Type="int" Default="3" Prompt="Size" />
              </ItemGroup>
            </Project>
            """);
        Write(Path.Combine(folder, $"{name}.c"), $"#include <{name}.h>\n\nint {name}(void)\n{{\n\treturn 1;\n}}\n");
        Write(Path.Combine(folder, "include", $"{name}.h"), $"int {name}(void);\n");
    }

    private static string Name(int number) => $"lib{number:D4}";

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static async Task<double> TimeAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await Cli.Wrap("dotnet").WithArguments(arguments).ExecuteBufferedAsync(cancellation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
