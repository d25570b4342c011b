using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>
/// <c>UnikraftRoot</c>: a tree of Unikraft's shape and weaknesses (tests/unikraft-tree) builds a project, and what its make does not notice
/// (build-interface 0 and 2.9) the SDK makes up for. Each weakness is shown on plain make first, so that the test fails when the tree has none.
/// </summary>
public sealed class TreeSpecs
{
    private static readonly string Tree = Repository.PathOf("tests/unikraft-tree");

    [Fact]
    public async Task A_tree_builds_an_application_and_a_library_folder()
    {
        var app = await ApplicationAsync();
        var (result, _) = await BuildAsync(app);
        // What the library gets wrong is said; what the tree does (plat/kvm/Config.uk selects LIBGONE, too) nobody here can change.
        result.Warned("UK1309", "LIBGONE", "local/Config.uk(3)");
        Assert.DoesNotContain("plat/kvm/Config.uk", result.Log, StringComparison.Ordinal);
        Assert.Contains("apptreed libnolibc liblocal libuksdk", await MakeAsync(app, "print-libs"), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "main", "second", "local_value", "uk_plat_name", "__wrap_main" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());
        Assert.Contains("-DFIRST=1", await File.ReadAllTextAsync(app.PathOf("obj/Debug/kvm/build/apptreed/main.o.cmd")), StringComparison.Ordinal);

        var (again, log) = await app.Build(Arguments(app));
        again.Succeeded();
        Assert.Equal(0, log.Runs("BuildImage"));
    }

    [Fact]
    public async Task What_the_trees_make_does_not_notice_is_rebuilt()
    {
        var app = await ApplicationAsync();
        (await BuildAsync(app)).Result.Succeeded();
        await FlagsAsync(app);
        await RemovedSourceAsync(app);
        await ConfigurationAsync(app);
        await InterruptionAsync(app);
    }

    /// <summary>Conformance C12, and that the cores of one build folder do not take each other's products for their own.</summary>
    [Fact]
    public async Task One_project_has_the_same_libraries_and_symbols_with_every_core()
    {
        var app = await ApplicationAsync();
        app.Body(Body("-DFIRST=1", "-DONLY=1") + "\n  <ItemGroup>\n    <UkSelect Include=\"LIBNOLIBC\" />\n  </ItemGroup>\n");
        var old = await OldTreeAsync(app);
        var embedded = Path.Combine((await PackedSdk.GetAsync()).Packages, "unikraft.core/0.1.0/unikraft");
        foreach (var root in new[] { embedded, Tree, old, embedded })
        {
            (await app.Run("build", $"-p:UnikraftLibraries={app.PathOf("local")}", root == embedded ? "" : $"-p:UnikraftRoot={root}")).Succeeded();
            var build = app.PathOf("obj/Debug/kvm/build");
            Assert.Contains($"UK_ROOT ?= {root}\n", await File.ReadAllTextAsync(app.PathOf("obj/Debug/kvm/paths.mk")), StringComparison.Ordinal);
            Assert.Equal(["apptreed", "liblocal"], (await MakeAsync(app, "print-libs", root)).Split().Intersect(["apptreed", "liblocal"]));
            Assert.Equal(["local_value"], await Elf.GlobalsAsync(Path.Combine(build, "liblocal.o")));
            Assert.Equal(["main", "second"], await Elf.GlobalsAsync(Path.Combine(build, "apptreed.o")));
            Assert.Equal(root == embedded, (await File.ReadAllTextAsync(Path.Combine(build, "apptreed/main.o.cmd"))).Contains("-mno-red-zone", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_library_that_was_made_for_other_cores_is_refused_and_an_old_tree_warned_of()
    {
        var app = await ApplicationAsync();
        var old = await OldTreeAsync(app);
        app.Body("""
              <ItemGroup>
                <UkMicrolibrary Include="local" Root="local" Kind="Foreign" CoreRange="[0.17,0.18)" />
              </ItemGroup>
            """);
        var result = await app.Run("build", $"-p:UnikraftRoot={old}");
        result.Failed("UK1123", "'local'", "0.13.1").Warned("UK1122", "0.17.0");
    }

    private static async Task FlagsAsync(TestProject app)
    {
        app.Body(Body("-DFIRST=2", "-DONLY=1"));
        var (_, first) = await BuildAsync(app);
        Assert.Equal(["apptreed/main.c", "apptreed/second.c"], first.Compiled().Order());
        Assert.Contains("-DFIRST=2", await File.ReadAllTextAsync(app.PathOf("obj/Debug/kvm/build/apptreed/main.o.cmd")), StringComparison.Ordinal);

        app.Body(Body("-DFIRST=2", "-DONLY=2"));
        var (_, second) = await BuildAsync(app);
        Assert.Equal(["apptreed/second.c"], second.Compiled());

        // The weakness: the same change in front of make alone.
        var makefile = app.PathOf("obj/Debug/kvm/Makefile.uk");
        await File.WriteAllTextAsync(makefile, (await File.ReadAllTextAsync(makefile)).Replace("-DONLY=2", "-DONLY=3", StringComparison.Ordinal));
        Assert.DoesNotContain("CC", await MakeAsync(app, "all"), StringComparison.Ordinal);
    }

    private static async Task RemovedSourceAsync(TestProject app)
    {
        app.Write("main.c", Main.Replace("second()", "0", StringComparison.Ordinal));
        (await BuildAsync(app)).Result.Succeeded();
        File.Delete(app.PathOf("second.c"));
        app.Body(Body("-DFIRST=2", null));
        var makefile = app.PathOf("obj/Debug/kvm/Makefile.uk");
        await File.WriteAllTextAsync(makefile, string.Concat((await File.ReadAllLinesAsync(makefile)).Where(static l => !l.Contains("second", StringComparison.Ordinal) && !l.Contains("SECOND", StringComparison.Ordinal)).Select(static l => l + "\n")));
        await MakeAsync(app, "all");
        Assert.Contains("second", await Elf.SymbolsAsync(app.PathOf("obj/Debug/kvm/build/treed_qemu-x86_64.dbg")));

        (await BuildAsync(app)).Result.Succeeded();
        Assert.DoesNotContain("second", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    private static async Task ConfigurationAsync(TestProject app)
    {
        // A comment and a time are no change for us; the tree alone would compile everything for the comment.
        File.SetLastWriteTimeUtc(app.PathOf("obj/Debug/kvm/.config"), DateTime.UtcNow);
        app.Write("defconfig", "# a comment\nCONFIG_LIBNOLIBC=y\n");
        var (_, log) = await BuildAsync(app, "-p:UkDefconfig=defconfig");
        Assert.Empty(log.Compiled());
        await File.AppendAllTextAsync(app.PathOf("obj/Debug/kvm/.config"), "# a comment\n");
        Assert.Contains("CC      libnolibc: length.c", await MakeAsync(app, "all"), StringComparison.Ordinal);
    }

    private static async Task InterruptionAsync(TestProject app)
    {
        (await BuildAsync(app)).Result.Succeeded();
        var build = app.PathOf("obj/Debug/kvm/build");
        var half = Path.Combine(build, "liblocal/local.o");
        var whole = File.GetLastWriteTimeUtc(Path.Combine(build, "apptreed/main.o"));
        // The state after a kill: the mark stands, one object is cut off, and newer than its source.
        await File.WriteAllTextAsync(Path.Combine(build, ".unikraft-sdk/running"), "");
        await File.WriteAllBytesAsync(half, (await File.ReadAllBytesAsync(half))[..200]);
        File.Delete(app.PathOf("obj/Debug/kvm/treed.inputs"));
        Assert.DoesNotContain("local.c", await MakeAsync(app, "liblocal/local.o"), StringComparison.Ordinal);
        var (_, log) = await BuildAsync(app);
        Assert.Contains("liblocal/local.c", log.Compiled());
        Assert.Equal(whole, File.GetLastWriteTimeUtc(Path.Combine(build, "apptreed/main.o")));
        Assert.Contains("local_value", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    /// <summary>The tree as a version below those the SDK knows.</summary>
    private static async Task<string> OldTreeAsync(TestProject app)
    {
        var old = Path.GetFullPath(app.PathOf("../" + Path.GetFileName(app.Folder) + "-old-tree"));
        TestFiles.CopyFolder(Tree, old, skip: []);
        await File.WriteAllTextAsync(Path.Combine(old, "version.mk"), "UK_VERSION = 0\nUK_SUBVERSION = 13\nUK_EXTRAVERSION = 1\nUK_CODENAME = Modest\n");
        return old;
    }

    private const string Main = """
        #include <uk/plat.h>
        #include <local.h>
        int second(void);
        int main(void)
        {
            return local_value() + second() + FIRST + !uk_plat_name();
        }

        """;

    private static async Task<TestProject> ApplicationAsync()
    {
        var app = (await PackedSdk.GetAsync()).Project("treed")
            .Body(Body("-DFIRST=1", "-DONLY=1"))
            .Write("main.c", Main)
            .Write("second.c", "int second(void);\nint second(void)\n{\n    return ONLY;\n}\n")
            .Write("local/Makefile.uk", """
                $(eval $(call addlib_s,liblocal,$(CONFIG_LIBLOCAL)))
                CINCLUDES-$(CONFIG_LIBLOCAL) += -I$(LIBLOCAL_BASE)/include
                LIBLOCAL_SRCS-y += $(LIBLOCAL_BASE)/local.c

                """)
            .Write("local/Config.uk", "config LIBLOCAL\n\tbool \"A library that is a folder\"\n\tselect LIBGONE\n")
            .Write("local/exportsyms.uk", "local_value\n")
            .Write("local/include/local.h", "int local_value(void);\n")
            .Write("local/local.c", "#include <local.h>\nint local_hidden(void);\nint local_hidden(void)\n{\n    return 3;\n}\nint local_value(void)\n{\n    return local_hidden();\n}\n");
        return app;
    }

    private static string Body(string flags, string? only) => $"""
          <PropertyGroup>
            <UkCompileFlags>{flags}</UkCompileFlags>
          </PropertyGroup>
          <ItemGroup>
            <UkSource Remove="local/**" />
        {(only is null ? "" : $"    <UkSource Update=\"second.c\" Flags=\"{only}\" />")}
          </ItemGroup>
        """;

    private static string[] Arguments(TestProject app) => [$"-p:UnikraftRoot={Tree}", $"-p:UnikraftLibraries={app.PathOf("local")}"];

    private static async Task<(DotnetResult Result, Microsoft.Build.Logging.StructuredLogger.Build Log)> BuildAsync(TestProject app, params string[] more)
    {
        var (result, log) = await app.Build([.. Arguments(app), .. more]);
        result.Succeeded();
        return (result, log);
    }

    /// <summary>Runs the tree's make alone, as the SDK calls it.</summary>
    private static async Task<string> MakeAsync(TestProject app, string goal, string? root = null)
    {
        var generated = app.PathOf("obj/Debug/kvm");
        var target = goal.Contains('/', StringComparison.Ordinal) ? $"{generated}/build/{goal}" : goal;
        var result = await Cli.Wrap("make")
            .WithArguments(["-C", root ?? Tree, $"A={generated}", $"O={generated}/build", $"C={generated}/.config", Directory.Exists(generated + "/tree") ? $"L={app.PathOf("local")}:{generated}/tree" : $"L={app.PathOf("local")}", "N=treed", target])
            .ExecuteBufferedAsync();
        return result.StandardOutput;
    }
}
