using System.Collections.Immutable;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Foreign;

/// <summary>
/// Asks make what a library fetches. The addresses are put together from variables and conditions, so only make can tell; a makefile of our own
/// defines the macros, reads the library's, and ends.
/// </summary>
public static class ForeignProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Finds the archives of a library as it is configured: its options at their defaults, with the given values on top.</summary>
    /// <param name="library">The library.</param>
    /// <param name="requests">Values of options, where an archive depends on them.</param>
    /// <param name="cancellation">Ends make.</param>
    /// <returns>The archives (UK1031 no make; UK1121 its Makefile.uk cannot be read alone; UK2002 it clones a repository).</returns>
    public static async Task<Result<ImmutableArray<ForeignArchive>>> ArchivesAsync(ForeignLibrary library, IEnumerable<ConfigRequest> requests, CancellationToken cancellation = default)
    {
        if (Tools.Find("make") is null)
            return Result.Failed<ImmutableArray<ForeignArchive>>(Tools.Missing("make"));
        var work = Directory.CreateTempSubdirectory("uk-probe-").FullName;
        try
        {
            var script = Path.Combine(work, "probe.mk");
            await File.WriteAllTextAsync(script, Script(), cancellation).ConfigureAwait(false);
            var config = Path.Combine(work, "config.mk");
            await File.WriteAllTextAsync(config, Values(library, requests), cancellation).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Limit);
            var result = await Cli.Wrap("make")
                .WithArguments(["-f", script, $"LIBRARY={library.Root}", $"CONFIG={config}"])
                .WithWorkingDirectory(work)
                .WithEnvironmentVariables(static e => e.Set("MAKEFLAGS", null).Set("MAKELEVEL", null).Set("LC_ALL", "C"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(limit.Token)
                .ConfigureAwait(false);
            return result.ExitCode == 0 ? Parse(library, result.StandardOutput) : Result.Failed<ImmutableArray<ForeignArchive>>(Unreadable(library, result.StandardError));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Result.Failed<ImmutableArray<ForeignArchive>>(Unreadable(library, $"make did not end within {Limit.TotalSeconds:0} seconds"));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static Diagnostic Unreadable(ForeignLibrary library, string reason) => Diagnostic.Error(
        "UK1121",
        $"make cannot read the library by itself: {string.Join(" ", reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3))}",
        "Correct its Makefile.uk.").At(Path.Combine(library.Root, "Makefile.uk"));

    private static string Script()
    {
        using var reader = new StreamReader(typeof(ForeignProbe).Assembly.GetManifestResourceStream("probe.mk")!);
        return reader.ReadToEnd();
    }

    /// <summary>The library's own menu decides what its conditions mean; symbols of the core that it mentions stay off.</summary>
    private static string Values(ForeignLibrary library, IEnumerable<ConfigRequest> requests)
    {
        var menu = Path.Combine(library.Root, "Config.uk");
        if (!File.Exists(menu))
            return "";
        var on = library.Registered.Where(static r => r.Symbol is not null).Select(static r => new ConfigRequest(r.Symbol!, "y"));
        var text = new StringBuilder();
        if (Configurator.Resolve(new KconfigInput(menu), [.. on, .. requests]).Value is { } configuration)
        {
            foreach (var line in configuration.AutoConf().Split('\n').Where(static l => l.StartsWith("CONFIG_", StringComparison.Ordinal)))
                text.Append(line.Replace("$", "$$", StringComparison.Ordinal).Replace("#", "\\#", StringComparison.Ordinal)).Append('\n');
        }

        return text.ToString();
    }

    private static Result<ImmutableArray<ForeignArchive>> Parse(ForeignLibrary library, string output)
    {
        var archives = ImmutableArray.CreateBuilder<ForeignArchive>();
        foreach (var parts in output.Split('\n').Select(static l => l.Split('|')).Where(static p => p is ["UKPROBE", _, _, _, _, _]))
        {
            if (parts[1] == "clone")
            {
                return Result.Failed<ImmutableArray<ForeignArchive>>(Diagnostic.Error(
                    "UK2002",
                    $"The library {parts[2]} clones the repository {parts[5]}, so that its sources are not known.",
                    "Have it fetch an archive.").At(Path.Combine(library.Root, "Makefile.uk")));
            }

            var addresses = parts[5].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            archives.Add(new ForeignArchive(parts[2], addresses.FirstOrDefault() ?? "", parts[3], parts[4].Length > 0 ? parts[4].ToLowerInvariant() : null)
            {
                OtherAddresses = [.. addresses.Skip(1)],
            });
        }

        return Result.Of(archives.ToImmutable());
    }
}
