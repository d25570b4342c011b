using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>Everything a menu needs to know of an application. It travels as JSON from the build to the process that has the terminal.</summary>
/// <param name="Input">The Kconfig files.</param>
/// <param name="Platform">What the platform requests; counts before the lines of the file.</param>
/// <param name="Project">What the project file requests; counts after them.</param>
/// <param name="Defconfig">The file that the menu changes, absolute; it need not exist.</param>
public sealed record MenuSession(KconfigInput Input, ImmutableArray<ConfigRequest> Platform, ImmutableArray<ConfigRequest> Project, string Defconfig)
{
    /// <summary>Describes the menu of an application that has a defconfig.</summary>
    public static MenuSession Of(Application application, bool allowShell) =>
        new(CoreMenu.Of(application, allowShell).Input(), application.Platform.Requests, application.Requests, application.Defconfig!);

    /// <summary>Reads the file and opens the menu.</summary>
    public Result<ConfigMenu> Open()
    {
        var lines = File.Exists(Defconfig) ? DotConfigReader.Read(Defconfig) : Result.Of(ImmutableArray<ConfigRequest>.Empty);
        if (!lines.Succeeded)
            return Result.Failed<ConfigMenu>(lines.Diagnostics);
        var resolved = Configurator.Resolve(Input, [.. Platform, .. lines.Value, .. Project]);
        var found = lines.Diagnostics.AddRange(resolved.Diagnostics);
        return resolved.Value is { } configuration
            ? Result.Of(new ConfigMenu(configuration, Platform.AddRange(Project), lines.Value.Select(static l => l.Symbol)), found)
            : Result.Failed<ConfigMenu>(found);
    }

    /// <summary>Writes the changes of a menu into the file as it is now, whoever changed it meanwhile.</summary>
    public Result<bool> Save(ConfigMenu menu)
    {
        Result<bool> written;
        try
        {
            written = GeneratedFiles.WriteIfChanged(Defconfig, menu.Apply(File.Exists(Defconfig) ? File.ReadAllText(Defconfig) : ""));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            written = Result.Failed<bool>(Diagnostic.Error("UK1202", $"'{Defconfig}' cannot be read: {problem.Message.TrimEnd('.')}.", "Check the file's permissions.").At(Defconfig));
        }

        if (written.Succeeded)
            menu.Saved();
        return written;
    }
}
