using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>The goals of make that write a configuration file or a defconfig (build-interface 1.2).</summary>
public static class ConfigGoals
{
    /// <summary>Gets the names.</summary>
    public static ImmutableArray<string> Names { get; } = ["defconfig", "olddefconfig", "savedefconfig", "allyesconfig", "allnoconfig", "randconfig"];

    /// <summary>Runs a goal.</summary>
    /// <param name="goal">One of <see cref="Names" />.</param>
    /// <param name="menu">What to configure.</param>
    /// <param name="defconfig">What <c>defconfig</c> reads (null: nothing), and <c>savedefconfig</c> writes (null: <c>defconfig</c> beside the configuration); absolute.</param>
    /// <param name="seed">Where <c>randconfig</c> starts.</param>
    /// <returns>The file that now holds the result.</returns>
    public static Result<string> Run(string goal, CoreMenu menu, string? defconfig, int seed)
    {
        var source = goal switch
        {
            "defconfig" => defconfig,
            "olddefconfig" => File.Exists(menu.ConfigFile) ? menu.ConfigFile : null,
            "savedefconfig" => menu.ConfigFile,
            _ => null,
        };
        var lines = source is null ? Result.Of(ImmutableArray<ConfigRequest>.Empty) : DotConfigReader.Read(source);
        if (!lines.Succeeded)
            return Result.Failed<string>(lines.Diagnostics);
        var resolved = Configurator.Resolve(menu.Input(), lines.Value);
        var found = lines.Diagnostics.AddRange(resolved.Diagnostics);
        if (!resolved.Succeeded || resolved.Value is not { } configuration)
            return Result.Failed<string>(found);
        switch (goal)
        {
            case "allyesconfig":
                Answers.AllYes(configuration);
                break;
            case "allnoconfig":
                Answers.AllNo(configuration);
                break;
            case "randconfig":
                Answers.Random(configuration, seed);
                break;
            default:
                break;
        }

        var (file, text) = goal == "savedefconfig"
            ? (defconfig ?? Path.Combine(Path.GetDirectoryName(menu.ConfigFile)!, "defconfig"), configuration.MinimalDefconfig())
            : (menu.ConfigFile, configuration.DotConfig());
        return Result.Of(file, [.. found, .. Write(file, text, keepOld: goal == "olddefconfig")]);
    }

    /// <summary>A refreshed configuration leaves the one before as <c>.old</c>.</summary>
    private static ImmutableArray<Diagnostic> Write(string file, string text, bool keepOld)
    {
        var kept = keepOld && File.Exists(file) ? GeneratedFiles.CopyIfChanged(file, file + ".old") : Result.Of(false);
        return kept.Succeeded ? GeneratedFiles.WriteIfChanged(file, text).Diagnostics : kept.Diagnostics;
    }
}
