using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Conformance;

/// <summary>The rows of build-interface section 6, one test each, on generator, Kconfig engine, GNU make and gcc. The verbs of dotnet show the same in Unikraft.Sdk.Tests.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly SmallCore small = new();

    public void Dispose() => small.Dispose();

    [Fact]
    public async Task C01_One_source_gives_an_image_and_a_second_build_compiles_nothing()
    {
        await small.BuildAsync();
        Assert.Contains("addlib,appsmall", await File.ReadAllTextAsync(small.At("app/obj/Makefile.uk")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(small.Application.BuildFolder, "small_qemu-x86_64")));
        Assert.True(File.Exists(Path.Combine(small.Application.BuildFolder, "small_qemu-x86_64.dbg")));
        Assert.Equal(["appsmall/main.c", "libkvmplat/start.c"], small.Compiled);
        await small.BuildAsync();
        Assert.Empty(small.Compiled);
    }

    [Fact]
    public async Task C02_A_library_that_is_off_is_not_compiled_and_its_base_is_defined()
    {
        small.Library("liboff", "off.h", isOn: false, ("off.c", "int off;\n"));
        await small.ConfigureAsync();
        await File.AppendAllTextAsync(small.At("app/obj/Makefile.uk"), "APPSMALL_CINCLUDES-y += -I$(LIBOFF_BASE)/include\n");
        await small.MakeAsync();
        Assert.DoesNotContain("liboff/off.c", small.Compiled);
        Assert.Contains($"-I{small.At("liboff/generated")}/include", small.Built("appsmall/main.o.cmd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C03_Two_files_of_one_name_are_both_in_the_image()
    {
        small.Self = small.Self with
        {
            Sources =
            [
                new SourceFile(small.Write("app/main.c", "int a(void);\nint b(void);\nint main(void)\n{\n\treturn a() + b();\n}\n")),
                new SourceFile(small.Write("app/a/util.c", "int a(void);\nint a(void)\n{\n\treturn 1;\n}\n")),
                new SourceFile(small.Write("app/b/util.c", "int b(void);\nint b(void)\n{\n\treturn 2;\n}\n")),
            ],
        };
        await small.BuildAsync();
        Assert.Equal(2, Directory.GetFiles(Path.Combine(small.Application.BuildFolder, "appsmall"), "util*.o").Length);
        Assert.Superset(new HashSet<string> { "a", "b" }, (await small.SymbolsAsync("small_qemu-x86_64.dbg")).ToHashSet());
        Assert.DoesNotContain("overriding recipe", small.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C04_A_changed_flag_compiles_the_objects_of_that_library_alone()
    {
        small.Library("libfar", "far.h", isOn: true, ("far.c", "int far_value;\n"));
        await small.BuildAsync();
        small.Self = small.Self with { Flags = [new CompileFlag("-DCHANGED=1")] };
        await small.BuildAsync();
        Assert.Equal(["appsmall/main.c"], small.Compiled);
        Assert.Contains("-DCHANGED=1", small.Built("appsmall/main.o.cmd"), StringComparison.Ordinal);
        Assert.DoesNotContain("-DCHANGED=1", small.Built("libfar/far.o.cmd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C05_A_removed_source_leaves_the_image_without_a_clean()
    {
        small.Write("app/main.c", "extern int gone __attribute__((weak));\nint main(void)\n{\n\treturn &gone ? gone : 0;\n}\n");
        var gone = new SourceFile(small.Write("app/gone.c", "int gone = 1;\n"));
        small.Self = small.Self with { Sources = small.Self.Sources.Add(gone) };
        await small.BuildAsync();
        Assert.Contains("gone", await small.SymbolsAsync("small_qemu-x86_64.dbg"));
        small.Self = small.Self with { Sources = small.Self.Sources.Remove(gone) };
        await small.BuildAsync();
        Assert.Empty(small.Compiled);
        Assert.DoesNotContain("gone", await small.SymbolsAsync("small_qemu-x86_64.dbg"));
    }

    [Fact]
    public async Task C06_Variants_compile_a_file_once_each_and_isr_without_vector_registers()
    {
        var text = "#define P_(a, b) a##b\n#define P(a, b) P_(a, b)\nint P(variant_, __VARIANT__);\n";
        small.Self = small.Self with
        {
            Sources = [.. small.Self.Sources, new SourceFile(small.Write("app/base.c", text)) { Variants = ["v1", "v2"] }, new SourceFile(small.Write("app/handler.c", text)) { Variants = ["isr"] }],
        };
        await small.BuildAsync();
        Assert.Contains("variant_v1", await small.SymbolsAsync("appsmall/base.v1.o"));
        Assert.Contains("variant_v2", await small.SymbolsAsync("appsmall/base.v2.o"));
        Assert.Contains("__VARIANT__=v1", small.Built("appsmall/base.v1.o.cmd"), StringComparison.Ordinal);
        Assert.Contains("__VARIANT__=isr", small.Built("appsmall/handler.isr.o.cmd"), StringComparison.Ordinal);
        Assert.Contains("-mgeneral-regs-only", small.Built("appsmall/handler.isr.o.cmd"), StringComparison.Ordinal);
        Assert.DoesNotContain("-mgeneral-regs-only", small.Built("appsmall/base.v1.o.cmd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C07_Options_of_every_type_have_the_forms_of_the_formats_and_those_of_the_C_tools()
    {
        const string Menu = """
            config S
            	string "s"
            config EMPTY
            	string "empty"
            config H
            	hex "h"
            	default 0xFF
            config I
            	int "i"
            	default 1
            config RANGED
            	int "ranged"
            	range 1 10
            	default 3
            config ON
            	bool "on"
            config OFF
            	bool "off"
            	default y
            if OFF
            config HIDDEN
            	bool "hidden"
            endif

            """;
        const string Requested = "CONFIG_S=\"a \\\"q\\\" \\\\ b\"\nCONFIG_H=ff\nCONFIG_I=-5\nCONFIG_RANGED=42\nCONFIG_ON=y\n# CONFIG_OFF is not set\n";
        small.Write("options/Config.uk", Menu);
        small.Write("options/Makefile.uk", "$(eval $(call addlib_s,liboptions,$(CONFIG_LIBOPTIONS)))\n");
        small.Refer("options", small.At("options"), null, isOn: true);
        small.Application = small.Application with { Defconfig = small.Write("defconfig", Requested) };
        var configured = await small.ConfigureAsync();
        Assert.Contains(configured.Diagnostics, static d => d is { Code: "UK1305", Line: 4 });
        await small.MakeAsync("syncconfig");

        string[] expected = ["CONFIG_S=\"a \\\"q\\\" \\\\ b\"", "CONFIG_EMPTY=\"\"", "CONFIG_H=ff", "CONFIG_I=-5", "CONFIG_RANGED=3", "CONFIG_ON=y", "# CONFIG_OFF is not set"];
        var dotConfig = await File.ReadAllLinesAsync(small.Application.ConfigFile);
        Assert.Equal(expected, dotConfig.Where(static l => l.Contains("CONFIG_S=", StringComparison.Ordinal) || l.Contains("CONFIG_EMPTY", StringComparison.Ordinal) || l.Contains("CONFIG_H=", StringComparison.Ordinal)
            || l.Contains("CONFIG_I=", StringComparison.Ordinal) || l.Contains("CONFIG_RANGED", StringComparison.Ordinal) || l.Contains("CONFIG_ON=", StringComparison.Ordinal) || l.Contains("CONFIG_OFF", StringComparison.Ordinal)));
        Assert.DoesNotContain(dotConfig, static l => l.Contains("HIDDEN", StringComparison.Ordinal));
        Assert.Superset(expected[..^1].ToHashSet(), configured.Value!.AutoConf().Split('\n').ToHashSet());
        Assert.DoesNotContain("CONFIG_OFF", configured.Value.AutoConf(), StringComparison.Ordinal);

        // The header that C code sees is written by make; it says what the engine's says.
        var header = Defines(small.Built("include/uk/bits/config.h"));
        Assert.Superset(new HashSet<string> { "#define CONFIG_S \"a \\\"q\\\" \\\\ b\"", "#define CONFIG_EMPTY \"\"", "#define CONFIG_H 0xff", "#define CONFIG_I -5", "#define CONFIG_RANGED 3", "#define CONFIG_ON 1" }, header);
        Assert.Equal(Defines(configured.Value.Header()), header);

        // The same menu and requests through the C tools, which know no macros and so not the core's root file.
        small.Write("c/Kconfig", Menu);
        small.Write("c/.config", Requested);
        var tool = await Cli.Wrap("kconfig-conf").WithArguments(["--olddefconfig", "Kconfig"]).WithWorkingDirectory(small.At("c")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(tool.ExitCode == 0, "Needs Debian's kconfig-frontends. " + tool.StandardError);
        Assert.Equal(expected.ToHashSet(), (await File.ReadAllLinesAsync(small.At("c/.config"))).Where(static l => l.Contains("CONFIG_", StringComparison.Ordinal)).ToHashSet());
    }

    [Fact]
    public async Task C08_A_missing_an_unmet_and_an_overriding_select_are_one_warning_each()
    {
        small.Write("options/Config.uk", "config NEEDED\n\tbool \"needed\"\n\nconfig DEEP\n\tbool \"deep\"\n\tdepends on NEEDED\n\nconfig OTHER\n\tbool \"other\"\n\tdefault y\n\tselect WANTED_OFF\n\nconfig WANTED_OFF\n\tbool \"wanted off\"\n");
        small.Write("options/Makefile.uk", "$(eval $(call addlib_s,liboptions,$(CONFIG_LIBOPTIONS)))\n");
        small.Refer("options", small.At("options"), null, isOn: true);
        small.Self = small.Self with { Selects = [new SymbolReference("LIBGONE"), new SymbolReference("DEEP")] };
        small.Application = small.Application with { Requests = [new ConfigRequest("WANTED_OFF", "n")] };
        var configured = await small.ConfigureAsync();
        Assert.True(configured.Succeeded);
        Assert.Equal(["UK1303", "UK1308", "UK1309"], configured.Diagnostics.Select(static d => d.Code).Order(StringComparer.Ordinal));
        Assert.All(configured.Diagnostics, static d => Assert.Equal(Severity.Warning, d.Severity));
        Assert.Contains("LIBGONE", configured.Diagnostics.Single(static d => d.Code == "UK1309").Message, StringComparison.Ordinal);
        Assert.Contains("DEEP", configured.Diagnostics.Single(static d => d.Code == "UK1308").Message, StringComparison.Ordinal);
        Assert.Contains("WANTED_OFF", configured.Diagnostics.Single(static d => d.Code == "UK1303").Message, StringComparison.Ordinal);
        Assert.True(configured.Value!.IsOn("DEEP") && configured.Value.IsOn("WANTED_OFF"));
    }

    [Theory]
    [InlineData("liba", "libb")]
    [InlineData("libb", "liba")]
    public async Task C09_A_header_of_two_libraries_is_that_of_the_first_one_referred_to(string first, string second)
    {
        foreach (var name in new[] { first, second })
            small.Library(name, "shared.h", isOn: true, ($"{name}.c", $"int {name}_value;\n"));
        small.Write("app/main.c", $"#include <shared.h>\nint main(void)\n{{\n\treturn FROM_{first.ToUpperInvariant()};\n}}\n");
        await small.BuildAsync();
        var command = small.Built("appsmall/main.o.cmd");
        Assert.True(command.IndexOf($"/{first}/generated/../include", StringComparison.Ordinal) is > 0 and var one && one < command.IndexOf($"/{second}/generated/../include", StringComparison.Ordinal), command);
        for (var run = 0; run < 10; run++)
        {
            File.Delete(small.At("app/obj/Makefile.uk"));
            await small.BuildAsync();
            Assert.Equal(command, small.Built("appsmall/main.o.cmd"));
            Assert.Empty(small.Compiled);
        }
    }

    [Theory]
    [InlineData("a b", true)]
    [InlineData("relative", false)]
    [InlineData("missing", true)]
    public async Task C10_A_path_make_cannot_take_is_an_error_before_make_starts(string folder, bool isAbsolute)
    {
        var root = isAbsolute ? small.At(folder) : folder;
        if (folder == "a b")
            small.Write("a b/Makefile.uk", "$(eval $(call addlib,libab))\n");
        small.Refer("bad", root, null, isOn: true);
        var configured = await small.ConfigureAsync();
        Assert.False(configured.Succeeded);
        Assert.Contains(configured.Diagnostics, static d => d is { Severity: Severity.Error, Code: "UK1103" or "UK1106" });
        Assert.False(Directory.Exists(small.Application.BuildFolder));

        // Of libraries to leave out, E with several entries is not told to make: they are not in L.
        Assert.DoesNotContain(MakeRun.ForApplication(small.Application, 1).Arguments, static a => a.StartsWith("E=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C11_Without_a_terminal_and_a_configuration_nothing_waits()
    {
        var start = Stopwatch.GetTimestamp();
        var generated = ProjectGenerator.ForApplication(small.Application);
        Assert.True(generated.Value!.WriteTo(small.Application.GeneratedFolder).Succeeded);
        var made = await small.TryMakeAsync([]);
        Assert.False(made.Succeeded);
        Assert.Contains(made.Diagnostics, static d => d.Code == "UK1001");
        await small.BuildAsync();
        Assert.DoesNotContain("menuconfig", small.Log, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task C12_Trees_of_old_and_new_versions_and_the_embedded_core_make_the_same_of_a_project()
    {
        small.Library("libnear", "near.h", isOn: true, ("near.c", "int near(void);\nint near(void)\n{\n\treturn 1;\n}\n"));
        small.Write("app/main.c", "#include <near.h>\nint near(void);\nint main(void)\n{\n\treturn near();\n}\n");
        await small.BuildAsync();
        await small.MakeAsync("print-libs");
        var own = OwnLibraries();
        var symbols = await small.SymbolsAsync("appsmall.o");
        Assert.Equal(["appsmall", "libnear"], own);

        var embedded = small.Application;
        foreach (var version in new[] { "0 13 1", "0 17 0" })
        {
            // One shape of tree; what the SDK does differently it does by the version that the tree states.
            var root = small.At($"tree{version.Replace(' ', '.')}");
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/unikraft-tree"), "*", SearchOption.AllDirectories))
                small.Write(Path.Combine(root, Path.GetRelativePath(Path.Combine(Repository.Root, "tests/unikraft-tree"), file)), await File.ReadAllTextAsync(file));
            var words = version.Split(' ');
            small.Write(Path.Combine(root, "version.mk"), $"UK_VERSION = {words[0]}\nUK_SUBVERSION = {words[1]}\nUK_EXTRAVERSION = {words[2]}\nUK_CODENAME = Other\n");
            small.Application = embedded with
            {
                CoreRoot = root,
                GeneratedFolder = small.At($"app/obj{version.Replace(' ', '.')}"),
                Libraries = [.. embedded.Libraries, Build.Trees.TreeLibrary.ReferenceIn(small.At($"app/obj{version.Replace(' ', '.')}"))],
            };
            Assert.True((await small.ConfigureAsync()).Succeeded);
            await small.MakeAsync();
            Assert.Equal(symbols, await small.SymbolsAsync("appsmall.o"));
            Assert.Equal(["near"], await small.SymbolsAsync("libnear.o"));
            await small.MakeAsync("print-libs");
            Assert.Equal(own, OwnLibraries());
        }

        IEnumerable<string> OwnLibraries() => small.Log.Split(['\n', ' ']).Where(static w => w is "appsmall" or "libnear").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task C13_A_packaged_archive_builds_offline_and_a_wrong_one_is_not_unpacked()
    {
        var hash = Archives.TarGz(small.At("dep-1.tar.gz"), ("dep-1/dep.c", "int dep_value;\n"));
        var library = new Microlibrary
        {
            Kind = UnitKind.Library,
            Name = "libdep",
            Root = small.At("dep"),
            Origins = [new Origin("dep", "1") { Candidates = [new UrlCandidate(new Uri(small.At("dep-1.tar.gz")), "dep-1.tar.gz", hash)] }],
            Sources = [new SourceFile("dep.c") { Origin = "dep" }],
        };
        var archive = (await new OriginStore(small.At("store")).ObtainAsync(library.Origins[0], new OriginOptions())).Value!;
        Assert.True(ProjectGenerator.ForPackage(library, archive).Value!.WriteTo(small.At("package")).Succeeded);
        small.Refer("Dep", small.At("package"), "LIBDEP", isOn: true);

        // Whoever would go to the network, would go here.
        foreach (var tool in new[] { "wget", "curl", "git" })
            File.SetUnixFileMode(small.Write($"tools/{tool}", $"#!/bin/sh\necho {tool} >>{small.At("network")}\nexit 1\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = ("PATH", $"{small.At("tools")}:{Environment.GetEnvironmentVariable("PATH")}");
        Assert.Empty((await small.ConfigureAsync()).Diagnostics);
        Assert.True((await small.TryMakeAsync([path])).Succeeded, small.Log);
        Assert.Contains("dep_value", await small.SymbolsAsync("libdep.o"));
        Assert.False(File.Exists(small.At("network")));

        var packed = Directory.GetFiles(small.At("package/origins"), "*.tar.gz").Single();
        var other = Archives.TarGz(packed, ("dep-1/dep.c", "int other_value;\n"));
        Directory.Delete(small.Application.BuildFolder, recursive: true);
        var made = await small.TryMakeAsync([path]);
        Assert.False(made.Succeeded);
        var error = made.Diagnostics.Single(static d => d.Code == "UK2003");
        Assert.Equal(packed, error.File);
        Assert.Contains(hash, error.Message, StringComparison.Ordinal);
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(small.Application.BuildFolder, "libdep/origin")));
        Assert.False(File.Exists(small.At("network")));
    }

    [Fact]
    public async Task C14_The_time_the_bytes_and_a_comment_of_the_configuration_compile_nothing()
    {
        await small.BuildAsync();
        var config = small.Application.ConfigFile;
        var text = await File.ReadAllTextAsync(config);
        foreach (var change in new Action[]
        {
            () => File.SetLastWriteTimeUtc(config, DateTime.UtcNow.AddSeconds(2)),
            () => File.WriteAllText(config, text),
            () => File.WriteAllText(config, text + "# a comment\n"),
        })
        {
            change();
            await small.MakeAsync();
            Assert.Empty(small.Compiled);
        }
    }

    private static HashSet<string> Defines(string header) => [.. header.Split('\n').Where(static l => l.StartsWith("#define CONFIG_", StringComparison.Ordinal))];
}
