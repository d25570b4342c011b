using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// Writes what a project needs to live without the SDK: <c>Makefile</c> (plain make), <c>Kraftfile</c> (kraft), and <c>paths.mk</c>,
/// the only file that names folders of this machine.
/// </summary>
internal static class LeavingFiles
{
    public static ImmutableArray<GeneratedFile> Write(Application application) =>
    [
        new("Makefile", Makefile(application)),
        new("paths.mk", Paths(application)),
        new("Kraftfile", Kraftfile(application)),
    ];

    private static string Makefile(Application application) => $"""
        # Builds the same image as the SDK, with make alone: make, make clean, make print-libs.
        # paths.mk says where core and libraries are on this machine; elsewhere give them: make UK_ROOT=/core UK_LIBS=/lib1:/lib2
        UK_APP := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
        -include $(UK_APP)/paths.mk
        UK_BUILD ?= $(UK_APP)/build

        ifeq ($(UK_ROOT),)
        $(error UK_ROOT is not set. Give the folder of the core: make UK_ROOT=/path)
        endif

        .PHONY: all $(MAKECMDGOALS)
        all $(filter-out all,$(MAKECMDGOALS)):
        	@$(MAKE) --no-print-directory -C $(UK_ROOT) A=$(UK_APP) L=$(UK_LIBS) O=$(UK_BUILD) C=$(UK_APP)/.config N={application.ImageName} UK_CONFIGURATOR="$(UK_CONFIGURATOR)" $@

        """;

    private static string Paths(Application application)
    {
        var text = new StringBuilder();
        text.Append("# Folders of this machine. Not needed elsewhere: see Makefile.\n");
        text.Append("UK_ROOT ?= ").Append(application.CoreRoot).Append('\n');
        text.Append("UK_LIBS ?= ").AppendJoin(':', application.Libraries.Select(static l => l.Root)).Append('\n');
        if (application.BuildFolder != Path.Combine(application.GeneratedFolder, "build"))
            text.Append("UK_BUILD ?= ").Append(application.BuildFolder).Append('\n');
        if (application.Configurator is { } configurator)
            text.Append("UK_CONFIGURATOR ?= ").Append(configurator).Append('\n');
        return text.ToString();
    }

    private static string Kraftfile(Application application)
    {
        var text = new StringBuilder();
        text.Append("spec: v0.6\n");
        text.Append("name: ").Append(Quote(application.ImageName)).Append('\n');
        text.Append("unikraft:\n  version: stable\n");
        var requests = application.Requests.Select(static r => (Symbol: ConfigCondition.StripPrefix(r.Symbol), r.Value)).ToList();
        if (requests.Count > 0)
            text.Append("  kconfig:\n");
        foreach (var (symbol, value) in requests)
            text.Append("    CONFIG_").Append(symbol).Append(": ").Append(Quote(value)).Append('\n');
        if (!application.Libraries.IsEmpty)
            text.Append("libraries:\n");
        foreach (var library in application.Libraries)
            text.Append("  ").Append(Quote(KraftName(library))).Append(":\n    version: ").Append(Quote(library.Version ?? "stable")).Append('\n');
        text.Append("targets:\n- architecture: x86_64\n  platform: ").Append(application.Platform == Platform.Xen ? "xen" : "qemu").Append('\n');
        return text.ToString();
    }

    /// <summary>Kraft names a library without the prefix <c>lib</c>: <c>lwip</c>.</summary>
    private static string KraftName(LibraryReference library)
    {
        var name = (library.Symbol ?? library.Id).ToLowerInvariant();
        return name.StartsWith("lib", StringComparison.Ordinal) && name.Length > 3 ? name[3..] : name;
    }

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
