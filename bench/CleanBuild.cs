using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>
/// Clean builds of hello, medians in seconds: make on the embedded core, and plain make with the same objects by rules of one process for each step.
/// </summary>
/// <param name="Ours">Make on the core from nothing to the image, with a job for each processor.</param>
/// <param name="Plain">The plain rules as make runs them by itself: one job. They end with the objects; nothing is linked.</param>
/// <param name="PlainParallel">The same with a job for each processor.</param>
/// <param name="Whole">The whole of <c>dotnet build --no-restore</c> after a clean.</param>
internal sealed partial record CleanBuild(double? Ours, double? Plain, double? PlainParallel, double? Whole)
{
    private const int Runs = 5;

    private static readonly string Project = Path.Combine(Repository.Root, "samples/hello/hello.ukproj");
    private static readonly string Generated = Path.Combine(Repository.Root, "samples/hello/obj/Debug/kvm");
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts/bench/clean");

    /// <summary>Measures them in turns.</summary>
    public static async Task<CleanBuild> MeasureAsync(CancellationToken cancellation)
    {
        await RunAsync("dotnet", ["build", Project, "-nologo", "-v", "quiet"], cancellation);
        Directory.CreateDirectory(Folder);
        var (core, plain) = (CoreOf(Path.Combine(Generated, "paths.mk")), Path.Combine(Folder, "plain.mk"));
        await File.WriteAllTextAsync(plain, PlainRules(), cancellation);
        var jobs = $"-j{Environment.ProcessorCount}";
        var build = Path.Combine(Folder, "ours");
        string[] ours = ["-s", "-C", core, $"A={Generated}", $"O={build}", $"C={Generated}/.config", "N=hello", jobs];
        var times = Enumerable.Range(0, 4).Select(_ => new List<double>()).ToList();
        for (var i = 0; i < Runs; i++)
        {
            Empty(build);
            times[0].Add(await RunAsync("make", ours, cancellation));
            Empty(Path.Combine(Folder, "out"));
            times[1].Add(await RunAsync("make", ["-s", "-f", plain], cancellation));
            Empty(Path.Combine(Folder, "out"));
            times[2].Add(await RunAsync("make", ["-s", "-f", plain, jobs], cancellation));
            await RunAsync("dotnet", ["build", Project, "--no-restore", "-t:Clean", "-nologo", "-v", "quiet"], cancellation);
            times[3].Add(await RunAsync("dotnet", ["build", Project, "--no-restore", "-nologo", "-v", "quiet"], cancellation));
        }

        return new CleanBuild(Statistics.Median(times[0]), Statistics.Median(times[1]), Statistics.Median(times[2]), Statistics.Median(times[3]));
    }

    /// <summary>
    /// The same sources with the same flags, as rules that know one step each: folder, preprocessor, compiler, assembler, dependencies, their clean-up, rename. Upstream's
    /// rules start a shell, compiler driver, cc1, as, fixdep and rm for an object, too.
    /// </summary>
    private static string PlainRules()
    {
        var rules = new StringBuilder();
        var objects = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Generated, "build"), "*.o.cmd", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Compilation().Match(File.ReadAllText(file).Trim()) is not { Success: true } match)
                continue;
            var (flags, source) = (match.Groups["flags"].Value, match.Groups["source"].Value);
            var stem = Path.Combine(Folder, "out", Path.GetRelativePath(Path.Combine(Generated, "build"), file)[..^".o.cmd".Length]);
            var isAssembler = source.EndsWith(".S", StringComparison.Ordinal);
            objects.Add($"{stem}.o");
            rules.Append($"{stem}.o: {source}\n\t@mkdir -p {Path.GetDirectoryName(stem)}\n\t@{flags} -E {source} -o {stem}.i\n");
            if (!isAssembler)
                rules.Append($"\t@{flags} -x cpp-output -S {stem}.i -o {stem}.s\n");
            rules.Append($"\t@as --64 {stem}.{(isAssembler ? "i" : "s")} -o {stem}.o.tmp\n");
            rules.Append($"\t@{flags} -MM -MT {stem}.o {source} -MF {stem}.d.tmp\n\t@sed -e 's/#.*//' {stem}.d.tmp > {stem}.d\n");
            rules.Append($"\t@rm -f {stem}.i {stem}.s {stem}.d.tmp\n\t@mv {stem}.o.tmp {stem}.o\n");
        }

        return $"MAKEFLAGS += -rR\nall: {string.Join(' ', objects)}\n{rules}";
    }

    private static string CoreOf(string pathsFile) =>
        File.ReadLines(pathsFile).Single(line => line.StartsWith("UK_ROOT ?= ", StringComparison.Ordinal))["UK_ROOT ?= ".Length..];

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static async Task<double> RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await Cli.Wrap(program).WithArguments(arguments).ExecuteBufferedAsync(cancellation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [GeneratedRegex(@"^(?<flags>.*?) -MMD -MP -MF \S+ -c (?<source>\S+) -o \S+$", RegexOptions.Singleline)]
    private static partial Regex Compilation();
}
