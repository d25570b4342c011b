using System.Collections.Immutable;
using Unikraft.Build.Projects;
using Unikraft.Build.Trees;

namespace Unikraft.Build.Kconfig;

/// <summary>What make's parameters say (build-interface 1.1), as the root file of a core reads it: environment and generated files (build-interface 3.2). All paths are absolute.</summary>
/// <param name="CoreRoot">The folder of the core.</param>
/// <param name="Application">The folder of the application; null for the core alone.</param>
/// <param name="BuildFolder">The folder make builds in.</param>
/// <param name="ConfigFile">The configuration file.</param>
/// <param name="ImageName">The name of the image, without platform.</param>
public sealed record CoreMenu(string CoreRoot, string? Application, string BuildFolder, string ConfigFile, string ImageName)
{
    private const string Architecture = "x86_64";

    /// <summary>Gets the folders of external libraries and platforms, in make's order.</summary>
    public ImmutableArray<string> Libraries { get; init; } = [];

    /// <summary>Gets whether Kconfig files may run commands.</summary>
    public bool AllowShell { get; init; }

    /// <summary>Describes the menu of an application.</summary>
    public static CoreMenu Of(Application application, bool allowShell) =>
        new(application.CoreRoot, application.GeneratedFolder, application.BuildFolder, application.ConfigFile, application.ImageName)
        {
            Libraries = [.. application.Libraries.Select(static l => l.Root)],
            AllowShell = allowShell,
        };

    /// <summary>Gets what Kconfig reads.</summary>
    public KconfigInput Input()
    {
        var kconfig = Path.Combine(BuildFolder, "kconfig");
        var tree = CoreTree.Read(CoreRoot);
        var application = Application ?? CoreRoot;
        var environment = new Dictionary<string, string>
        {
            ["CONFIG_"] = "CONFIG_",
            ["KCONFIG_CONFIG"] = ConfigFile,
            ["KCONFIG_AUTOCONFIG"] = Path.Combine(kconfig, "auto.conf"),
            ["KCONFIG_AUTOHEADER"] = Path.Combine(BuildFolder, "include/uk/bits/config.h"),
            ["KCONFIG_TRISTATE"] = Path.Combine(kconfig, "tristate.config"),
            ["HOST_ARCH"] = Architecture,
            ["BUILD_DIR"] = BuildFolder,
            ["UK_BASE"] = CoreRoot,
            ["UK_APP"] = application,
            ["UK_CONFIG"] = ConfigFile,
            ["UK_FULLVERSION"] = tree.Version.Full,
            ["UK_CODENAME"] = tree.Version.CodeName,
            ["UK_ARCH"] = Architecture,
            ["UK_NAME"] = ImageName,
            ["KCONFIG_DIR"] = kconfig,
            ["KCONFIG_LIB_BASE"] = Path.Combine(CoreRoot, "lib"),
            ["KCONFIG_ELIB_DIRS"] = string.Join(':', Libraries),
            ["KCONFIG_PLAT_BASE"] = Path.Combine(CoreRoot, "plat"),
            ["KCONFIG_EPLAT_DIRS"] = "",
            ["KCONFIG_DRIV_BASE"] = Path.Combine(CoreRoot, "drivers"),
            ["KCONFIG_EAPP_DIR"] = application,
            ["KCONFIG_EXCLUDEDIRS"] = "",
        };
        var files = new Dictionary<string, string>
        {
            [Path.Combine(kconfig, "libs.uk")] = string.Concat(Libraries.Select(SourceLine)),
            [Path.Combine(kconfig, "app.uk")] = Application is null ? "" : SourceLine(Application),
        };
        return new KconfigInput(Path.Combine(CoreRoot, "Config.uk"))
        {
            Environment = environment.ToImmutableDictionary(),
            // A Unikraft tree writes the two files itself, by $(shell,...) in its root file.
            VirtualFiles = tree.IsEmbedded ? files.ToImmutableDictionary() : ImmutableDictionary<string, string>.Empty,
            AllowShell = AllowShell,
        };
    }

    /// <summary>A library without <c>Config.uk</c> is allowed: it has no options (build-interface 1.1).</summary>
    private static string SourceLine(string folder)
    {
        var file = Path.Combine(folder, "Config.uk");
        return File.Exists(file) ? $"source \"{file}\"\n" : "";
    }
}
