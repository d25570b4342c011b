using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Images;

/// <summary>
/// Builds an image a second time, from copies of everything the first build has read, below another folder, and compares. Each file keeps its path
/// below that folder, so relative paths stay right; a file that was read but is not in the list of inputs is missing there, and the build says so.
/// </summary>
/// <param name="run">The run of make that built the image.</param>
/// <param name="application">The application; its image must have been built.</param>
/// <param name="inputs">The files the first build has read, absolute.</param>
/// <param name="folder">The folder of the copies, absolute; what is in it is replaced.</param>
public sealed class ImageRebuild(MakeRun run, Application application, ImmutableArray<string> inputs, string folder)
{
    /// <summary>Tells that a folder was made here, so that no other one is ever emptied.</summary>
    private const string Marker = ".unikraft-verify";

    /// <summary>Rebuilds and compares (UK3044 when the folder cannot be used, UK3042 when the images differ, the errors of make when the second build fails).</summary>
    /// <param name="report">Takes the lines of make.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The folder of the second build.</returns>
    public async Task<Result<string>> VerifyAsync(Action<MakeEvent>? report = null, CancellationToken cancellation = default)
    {
        if (Unusable() is { } reason)
            return Result.Failed<string>(Diagnostic.Error("UK3044", $"the second build cannot be in '{folder}': {reason}.", "Give UkVerifyFolder the path of a folder outside of the project that is empty or not there yet."));
        CopyInputs();
        var second = application with
        {
            CoreRoot = Moved(application.CoreRoot),
            GeneratedFolder = Moved(application.GeneratedFolder),
            BuildFolder = Moved(application.BuildFolder),
            Self = application.Self with { Root = Moved(application.Self.Root) },
            Libraries = [.. application.Libraries.Select(l => l with { Root = Moved(l.Root) })],
        };
        var made = await run.Anew(second, run.CacheRoot is { } root ? Moved(root) : null).ExecuteAsync(report, cancellation).ConfigureAwait(false);
        if (!made.Succeeded)
            return Result.Failed<string>(made.Diagnostics);
        return ImageComparison.Find(Path.GetFileName(application.ImageFile), application.BuildFolder, second.BuildFolder) is { } difference
            ? Result.Failed<string>(Diagnostic.Error(
                "UK3042",
                $"the image '{Path.GetFileName(application.ImageFile)}' is not reproducible: a second build in '{second.BuildFolder}' differs, first in {difference}.",
                "Look there for a time, a path, or another fact of the build."))
            : Result.Of(second.BuildFolder);
    }

    /// <summary>Nobody's files are overwritten, and the copies of sources must not become sources of the project.</summary>
    private string? Unusable()
    {
        if ($"{folder}/".StartsWith($"{application.Self.Root}/", StringComparison.Ordinal))
            return "it lies in the project";
        var isForeign = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Marker));
        return isForeign ? "it holds something else than an earlier second build" : null;
    }

    /// <summary>Copies all that make reads: the core and the libraries as a whole, of the project only what the compiler has read.</summary>
    private void CopyInputs()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "");
        var trees = application.Libraries.Select(static l => l.Root).Append(application.CoreRoot);
        var files = trees.SelectMany(Files).Concat(GeneratedFiles()).Concat(inputs).Distinct(StringComparer.Ordinal);
        foreach (var file in files.Where(File.Exists))
            Copy(file, Moved(file));
    }

    private IEnumerable<string> GeneratedFiles() =>
        Directory.EnumerateFiles(application.GeneratedFolder)
            .Concat(new[] { ProjectGenerator.OriginFolder, ProjectGenerator.PatchFolder }.Select(f => Path.Combine(application.GeneratedFolder, f)).Where(Directory.Exists).SelectMany(Files));

    private static IEnumerable<string> Files(string tree) => Directory.EnumerateFiles(tree, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MatchType = MatchType.Simple,
    }).Where(file => !Path.GetRelativePath(tree, file).StartsWith(".git/", StringComparison.Ordinal));

    /// <summary>The copy gets the time of now, not of the original: a build that depends on the times of its sources shall be found out.</summary>
    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var from = File.OpenRead(source);
        using var to = File.Create(target);
        from.CopyTo(to);
    }

    private string Moved(string path) => folder + path;
}
