using System.IO.Compression;
using System.Security.Cryptography;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>
/// <c>UkForeignRoot</c>: libraries in the shape of Unikraft's ports are wrapped as they stand, packed with verified archives, and build on the embedded
/// core. The library uses each construct of the subsets S1 to S3 of build-interface 5, and those of S4 that need nothing but make.
/// </summary>
public sealed class ForeignSpecs
{
    [Fact]
    public async Task A_foreign_library_is_packed_with_its_archive_and_builds_offline()
    {
        var (app, library, store) = await ShapeAsync();
        var sdk = await PackedSdk.GetAsync();
        (await library.RunWith(store, "pack", "-o", sdk.Feed)).Succeeded().HasNoWarning();
        await using (var package = await ZipFile.OpenReadAsync(Path.Combine(sdk.Feed, "shape.2.3.4.nupkg")))
        {
            var names = package.Entries.Select(e => e.FullName).ToList();
            Assert.Superset(
                new HashSet<string> { "unikraft/Makefile.uk", "unikraft/Makefile.uk.more", "unikraft/Config.uk", "unikraft/Library.uk", "unikraft/patches/0001.patch", "unikraft/origins/libshape/shape-1.0.tar.gz", "unikraft/origins/libshapeglue/glue-1.0.zip", "unikraft/origins/SHA256SUMS" },
                names.ToHashSet());
            Assert.DoesNotContain(names, n => n.Contains(".git", StringComparison.Ordinal));
            Assert.Contains("<license type=\"expression\">GPL-2.0-only WITH GCC-exception-2.0</license>", await TextAsync(package, "shape.nuspec"), StringComparison.Ordinal);
            var props = await TextAsync(package, "buildTransitive/shape.props");
            Assert.Contains("Symbol=\"LIBSHAPE\" CoreRange=\"[0.17,)\"", props, StringComparison.Ordinal);
        }

        // Nothing but the package is left: the build can have no other archive.
        Directory.Delete(store["UK_ORIGIN_STORE"]!, recursive: true);
        Directory.Delete(library.Folder, recursive: true);
        (await app.Body(Body("<PackageReference Include=\"shape\" Version=\"2.3.4\" />")).RunWith(store, "build")).Succeeded().HasNoWarning();
        await CheckCommandsAsync(app);
        var run = await app.Run("run", "--no-build");
        Assert.True(run.ExitCode == 31, run.Log);

        // A damaged package: both digests, nothing unpacked (C13)
        var archive = Path.Combine(sdk.Packages, "shape/2.3.4/unikraft/origins/libshape/shape-1.0.tar.gz");
        File.SetUnixFileMode(archive, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(archive, "x");
        (await app.Run("clean")).Succeeded();
        (await app.RunWith(store, "build")).Failed("UK2003", "shape-1.0.tar.gz", "expected");
        Assert.False(Directory.Exists(app.PathOf("obj/Debug/kvm/build/libshape/origin")));
    }

    [Fact]
    public async Task A_version_that_no_package_can_have_is_said_and_can_be_set()
    {
        var (_, library, store) = await ShapeAsync();
        library.Write("lib/Library.uk", library.Read("lib/Library.uk").Replace("2.3.4", "2.3.4c", StringComparison.Ordinal));
        var packed = await library.RunWith(store, "pack", "-o", library.PathOf("packed"));
        Assert.Contains("lib/Library.uk : warning UK0044: '2.3.4c' cannot be the version of a package, which becomes 1.0.0.", packed.Succeeded().Log, StringComparison.Ordinal);
        (await library.RunWith(store, "pack", "-o", library.PathOf("packed"), "-p:Version=2.3.4-c")).Succeeded().HasNoWarning();
        Assert.True(File.Exists(library.PathOf("packed/shape.2.3.4-c.nupkg")));
    }

    [Fact]
    public async Task An_archive_without_a_hash_or_with_another_one_is_refused()
    {
        var (_, library, store) = await ShapeAsync();
        File.Delete(library.PathOf("lib/Library.uk"));
        library.Body(Project(""));
        (await library.RunWith(store, "build")).Failed("UK2021", "libshape", "http://example.org/shape-1.0.tar.gz=sha256:");

        var makefile = library.PathOf("lib/Makefile.uk");
        var stated = new string('a', 64);
        await File.WriteAllTextAsync(makefile, (await File.ReadAllTextAsync(makefile)).Replace("# DIGEST", $"LIBSHAPE_ORIGIN_SHA256 = {stated}", StringComparison.Ordinal));
        library.Body(Project(Origins(library)));
        (await library.RunWith(store, "build")).Failed("UK2022", stated, await HashAsync(library));

        await File.AppendAllTextAsync(makefile, "$(error this is no library)\n");
        (await library.RunWith(store, "build")).Failed("UK1121", "this is no library", "Makefile.uk");
        await File.WriteAllTextAsync(makefile, "# registers nothing\n");
        (await library.RunWith(store, "build")).Failed("UK1120");
    }

    [Fact]
    public async Task An_application_without_sources_takes_main_from_a_library()
    {
        // The ports of servers bring main, and their applications are a Makefile.uk of one line.
        var app = (await PackedSdk.GetAsync()).Project("app", "nosource");
        Directory.CreateDirectory(app.Folder);
        var server = app.Sibling("server")
            .Write("lib/Makefile.uk", "$(eval $(call addlib_s,libserver,$(CONFIG_LIBSERVER)))\n$(call mk_sub_build_dir,libserver/include)\nLIBSERVER_SRCS-y += $(LIBSERVER_BASE)/server.c\n")
            .Write("lib/Config.uk", "config LIBSERVER\n  bool \"server\"\n  select LIBNOLIBC\n")
            .Write("lib/server.c", "#include <stdio.h>\nint main(void)\n{\n    printf(\"served\\n\");\n    return 0;\n}\n");
        server.Body("<PropertyGroup><OutputType>Library</OutputType><UkForeignRoot>lib</UkForeignRoot></PropertyGroup>");
        app.Body($"<ItemGroup><ProjectReference Include=\"{server.File}\" /></ItemGroup>");
        (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Contains("main", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    [Fact]
    public async Task A_patch_of_an_old_time_that_came_or_went_in_a_wrapped_folder_counts()
    {
        var (app, library, store) = await ShapeAsync();
        app.Body(Body($"<ProjectReference Include=\"{library.File}\" />"));
        (await app.RunWith(store, "build")).Succeeded().HasNoWarning();
        library.Write("lib/patches/0002.patch", "--- a/core.c\n+++ b/core.c\n@@ -1,4 +1,5 @@\n #include <shape.h>\n #include <shape_config.h>\n #define ADDED 1\n+__attribute__((used)) int shape_core(void);\n int shape_hidden(void);\n");
        File.SetLastWriteTimeUtc(library.PathOf("lib/patches/0002.patch"), DateTime.UnixEpoch.AddYears(40));
        (await app.RunWith(store, "build", "--no-restore")).Succeeded().HasNoWarning();
        var source = app.PathOf("obj/Debug/kvm/build/libshape/origin/shape-1.0/core.c");
        Assert.Contains("used", await File.ReadAllTextAsync(source), StringComparison.Ordinal);
        File.Delete(library.PathOf("lib/patches/0002.patch"));
        (await app.RunWith(store, "build", "--no-restore")).Succeeded().HasNoWarning();
        Assert.DoesNotContain("used", await File.ReadAllTextAsync(source), StringComparison.Ordinal);
    }

    private static async Task CheckCommandsAsync(TestProject app)
    {
        var build = app.PathOf("obj/Debug/kvm/build");
        string Command(string path) => File.ReadAllText(Path.Combine(build, path + ".cmd"));
        var core = Command("libshape/core.o");
        foreach (var flag in new[] { "-DWITH_GCC", "-DRECENT", "-DUPPER", "-DOPTION=3" })
            Assert.Contains(flag, core, StringComparison.Ordinal);
        Assert.Contains("-DTIMES=2 ", Command("libshape/twice.two.o"), StringComparison.Ordinal);
        Assert.DoesNotContain("-DTIMES=2 ", Command("libshape/twice.one.o"), StringComparison.Ordinal);
        var exported = await Elf.SymbolsAsync(Path.Combine(build, "libshape.o"));
        Assert.Contains("shape_core", exported);
        // The linker still lists it, as a local symbol.
        Assert.Contains("shape_hidden", exported);
        Assert.True(File.Exists(Path.Combine(build, "libshape/fast.o")));
    }

    private static string Project(string items) => $"""
          <PropertyGroup>
            <OutputType>Library</OutputType>
            <UkForeignRoot>lib</UkForeignRoot>
            <UkCoreRange>[0.17,)</UkCoreRange>
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        """;

    private static string Body(string reference) => $"""
          <ItemGroup>
            <UkSelect Include="LIBNOLIBC" />
            {reference}
          </ItemGroup>
        """;

    private static string ArchiveOf(TestProject library) => Path.GetFullPath(library.PathOf("shape-1.0.tar.gz"));

    private static string GlueOf(TestProject library) => Path.GetFullPath(library.PathOf("glue-1.0.zip"));

    private static async Task<string> HashAsync(TestProject library) => Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(ArchiveOf(library))));

    private static string Origins(TestProject library) => string.Join('\n', Origin("shape", ArchiveOf(library)), Origin("glue", GlueOf(library)));

    private static string Origin(string name, string archive) =>
        $"<UkOrigin Include=\"{name}\" Version=\"1.0\" Candidates=\"file://{archive}=sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}\" />";

    private static async Task<string> TextAsync(ZipArchive package, string name)
    {
        using var reader = new StreamReader(await package.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    /// <summary>An application in a folder of its own, the wrapping project beside it, and an empty store.</summary>
    private static async Task<(TestProject App, TestProject Library, Dictionary<string, string?> Store)> ShapeAsync()
    {
        var holder = (await PackedSdk.GetAsync()).Project("app", "foreign");
        // A sibling is found through it.
        Directory.CreateDirectory(holder.Folder);
        var app = holder.Sibling("app").Write("main.c", "#include <shape.h>\nint main(void)\n{\n    return shape_core() + shape_glue() + shape_one() + shape_two() + shape_fast() + shape_table() + shape_m4();\n}\n");
        var library = holder.Sibling("shape");
        ForeignShape.Write(library);
        await ForeignShape.ArchiveAsync(ArchiveOf(library));
        await ForeignShape.GlueAsync(GlueOf(library));
        library.Write("lib/Library.uk", $"""
            name        := "shape"
            description := "A library of every shape."
            homepage    := "http://example.org/"
            license     := "GPL-2.0-with-GCC-exception-2.0"
            version     := 2.3.4 sha256:{await HashAsync(library)} http://example.org/shape-1.0.tar.gz

            """);
        library.Body(Project(Origins(library)));
        var store = new Dictionary<string, string?> { ["UK_ORIGIN_STORE"] = Path.GetFullPath(library.Folder) + "-store" };
        return (app, library, store);
    }
}
