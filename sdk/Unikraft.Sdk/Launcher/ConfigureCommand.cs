using System.Globalization;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;

namespace Unikraft.Sdk.Launcher;

/// <summary>The configurator of the core's make interface: <c>UK_CONFIGURATOR</c> of docs/make.md. Words after the goal are <c>name=value</c>, all given by <c>core/make/goals.mk</c>.</summary>
internal static class ConfigureCommand
{
    private const int Failed = 1;

    /// <summary>Runs a configuration goal.</summary>
    public static int Run(string goal, IEnumerable<string> arguments)
    {
        var values = arguments.Select(static a => a.Split('=', 2)).Where(static a => a is [_, { Length: > 0 }]).ToDictionary(static a => a[0], static a => a[1], StringComparer.Ordinal);
        if (!values.TryGetValue("core", out var core) || !values.TryGetValue("config", out var config) || !values.TryGetValue("build", out var build))
            return Fail([Diagnostic.Error("UK0050", "The configurator was not told the folder of the core, the build folder and the configuration file.", "Call it through make: docs/make.md, UK_CONFIGURATOR.")]);
        var menu = new CoreMenu(core, values.GetValueOrDefault("app"), build, config, values.GetValueOrDefault("name", "unikernel"))
        {
            Libraries = [.. values.GetValueOrDefault("libraries", "").Split(':', StringSplitOptions.RemoveEmptyEntries)],
        };
        return goal == "menuconfig" ? Menu(menu) : Goal(goal, menu, values.GetValueOrDefault("defconfig"));
    }

    private static int Goal(string goal, CoreMenu menu, string? defconfig)
    {
        var seed = 0;
        if (goal == "randconfig")
        {
            // As Linux does: the seed is printed, and given again it makes the same configuration.
            var given = Environment.GetEnvironmentVariable("KCONFIG_SEED");
            seed = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Environment.TickCount & int.MaxValue;
            Console.WriteLine($"KCONFIG_SEED={seed}");
        }

        var done = ConfigGoals.Run(goal, menu, defconfig, seed);
        foreach (var diagnostic in done.Diagnostics)
            Console.Error.WriteLine(diagnostic);
        return done.Succeeded ? 0 : Failed;
    }

    // The menu changes single lines of the file; the rest follows from them.
    private static int Menu(CoreMenu menu)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return Fail([Diagnostic.Error("UK0051", "menuconfig has no terminal: its input or output is a file or a pipe.", "Run it in a terminal, or use defconfig or olddefconfig.")]);
        var status = MenuCommand.Run(new MenuSession(menu.Input(), [], [], menu.ConfigFile));
        return status == 0 ? Goal("olddefconfig", menu, null) : status;
    }

    private static int Fail(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Console.Error.WriteLine(diagnostic);
        return Failed;
    }
}
