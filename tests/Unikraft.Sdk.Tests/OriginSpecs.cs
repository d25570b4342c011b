using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>Third-party sources arrive at restore and pack, are verified, and travel in the package.</summary>
public sealed class OriginSpecs
{
    private const string SecondPatch = "--- a/src/ported.c\n+++ b/src/ported.c\n@@ -1,8 +1,9 @@\n #include <ported.h>\n \n int patched = 5;\n+int added = 1;\n \n int ported(void)\n {\n-    return patched;\n+    return patched + added;\n }\n";

    [Fact]
    public async Task An_origin_is_packed_patched_and_built_without_its_address()
    {
        var (app, library, store) = await PortAsync();
        var sdk = await PackedSdk.GetAsync();
        (await library.RunWith(store, "pack", "-o", sdk.Feed)).Succeeded().HasNoWarning();
        using (var package = ZipFile.OpenRead(Path.Combine(sdk.Feed, "ported.1.0.0.nupkg")))
            Assert.NotNull(package.GetEntry("unikraft/origins/ported-1.tar.gz"));
        File.Delete(library.PathOf("../ported-1.tar.gz"));
        Directory.Delete(store["UK_ORIGIN_STORE"]!, recursive: true);
        (await app.Body(Body("<PackageReference Include=\"ported\" Version=\"1.0.0\" />")).RunWith(store, "build")).Succeeded().HasNoWarning();
        Assert.Superset(new HashSet<string> { "ported", "patched" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());
    }

    [Fact]
    public async Task A_referenced_project_takes_its_origin_from_the_store_that_restore_filled()
    {
        var (app, library, store) = await PortAsync();
        app.Body(Body($"<ProjectReference Include=\"{library.File}\" />"));
        (await app.RunWith(store, "restore")).Succeeded();
        File.Delete(library.PathOf("../ported-1.tar.gz"));
        (await app.RunWith(store, "build", "--no-restore")).Succeeded().HasNoWarning();
        Assert.Contains("patched", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    [Fact]
    public async Task A_newer_package_with_one_more_patch_is_unpacked_anew_in_the_same_build_folder()
    {
        // Files out of a package carry one time, older than the build.
        var (app, library, store) = await PortAsync();
        var sdk = await PackedSdk.GetAsync();
        await UseAsync("1.1.0");
        Assert.DoesNotContain("added", await Elf.SymbolsAsync(app.Image + ".dbg"));
        library.Write("patches/0002-more.patch", SecondPatch);
        await UseAsync("1.2.0");
        Assert.Superset(new HashSet<string> { "patched", "added" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());

        async Task UseAsync(string version)
        {
            (await library.RunWith(store, "pack", "-o", sdk.Feed, $"-p:Version={version}")).Succeeded().HasNoWarning();
            (await app.Body(Body($"<PackageReference Include=\"ported\" Version=\"{version}\" />")).RunWith(store, "build")).Succeeded().HasNoWarning();
        }
    }

    [Fact]
    public async Task A_patch_of_an_old_time_in_a_referenced_project_counts_and_so_does_its_removal()
    {
        var (app, library, store) = await PortAsync();
        app.Body(Body($"<ProjectReference Include=\"{library.File}\" />"));
        (await app.RunWith(store, "build")).Succeeded().HasNoWarning();
        library.Write("patches/0002-more.patch", SecondPatch);
        File.SetLastWriteTimeUtc(library.PathOf("patches/0002-more.patch"), DateTime.UnixEpoch.AddYears(40));
        (await app.RunWith(store, "build", "--no-restore")).Succeeded().HasNoWarning();
        Assert.Contains("added", await Elf.SymbolsAsync(app.Image + ".dbg"));
        File.Delete(library.PathOf("patches/0002-more.patch"));
        (await app.RunWith(store, "build", "--no-restore")).Succeeded().HasNoWarning();
        Assert.DoesNotContain("added", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    [Fact]
    public async Task A_wrong_hash_is_an_error_with_both_hashes_and_nothing_is_kept()
    {
        var (_, library, store) = await PortAsync(hash => new string('0', 64));
        (await library.RunWith(store, "restore")).Failed("UK2014", new string('0', 64), "ported-1.tar.gz");
        Assert.False(Directory.Exists(Path.Combine(store["UK_ORIGIN_STORE"]!, "sha256")));
    }

    [Fact]
    public async Task An_origin_nobody_can_reach_is_an_error_that_says_where_to_put_it()
    {
        var (_, library, store) = await PortAsync();
        File.Delete(library.PathOf("../ported-1.tar.gz"));
        (await library.RunWith(store, "restore")).Failed("UK2013", "ported-1.tar.gz", store["UK_ORIGIN_STORE"]!);
        (await library.RunWith(store, "build", "--no-restore")).Failed("UK2013");
    }

    private static async Task<(TestProject App, TestProject Library, Dictionary<string, string?> Store)> PortAsync(Func<string, string>? hash = null)
    {
        var app = (await Samples.ApplicationAsync()).Write("answer.c", "#include <ported.h>\n#include \"answer.h\"\n\nint answer(void)\n{\n    return ported();\n}\n");
        var library = app.Sibling("ported");
        var archive = library.PathOf("../ported-1.tar.gz");
        Directory.CreateDirectory(library.Folder);
        await WriteArchiveAsync(archive);
        var real = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));
        library.Body($"""
              <PropertyGroup>
                <OutputType>Library</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <UkOrigin Include="ported" Version="1" License="MIT" Root="ported-1" Candidates="file://{Path.GetFullPath(archive)}=sha256:{hash?.Invoke(real) ?? real}" />
                <UkPatch Include="patches/*.patch" Origin="ported" />
                <UkSource Include="src/ported.c" Origin="ported" />
                <UkInclude Include="include" Origin="ported" />
              </ItemGroup>
            """)
            .Write("patches/0001-name.patch", """
                --- a/src/ported.c
                +++ b/src/ported.c
                @@ -1,6 +1,8 @@
                 #include <ported.h>
                 
                +int patched = 5;
                +
                 int ported(void)
                 {
                -    return 1;
                +    return patched;
                 }

                """.ReplaceLineEndings("\n"));
        return (app, library, new Dictionary<string, string?> { ["UK_ORIGIN_STORE"] = Path.Combine(app.Folder, "store") });
    }

    private static async Task WriteArchiveAsync(string path)
    {
        await using var file = File.Create(path);
        await using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(gzip);
        await AddAsync("ported-1/src/ported.c", "#include <ported.h>\n\nint ported(void)\n{\n    return 1;\n}\n");
        await AddAsync("ported-1/include/ported.h", "int ported(void);\n");

        async Task AddAsync(string name, string text) => await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
        });
    }

    private static string Body(string reference) => $"""
          <ItemGroup>
            <UkSelect Include="LIBNOLIBC" />
            {reference}
          </ItemGroup>
        """;
}
