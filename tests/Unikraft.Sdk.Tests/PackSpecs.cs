using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

public sealed class PackSpecs
{
    [Fact]
    public async Task A_library_package_holds_sources_headers_and_generated_files()
    {
        var library = await Library();
        (await library.Run("pack")).Succeeded().HasNoWarning();
        using var package = ZipFile.OpenRead(library.PathOf("bin/Debug/packed.1.2.3.nupkg"));
        var entries = package.Entries.Select(e => e.FullName).ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "unikraft/Makefile.uk", "unikraft/Config.uk", "unikraft/src/packed.c", "unikraft/include/packed.h", "buildTransitive/packed.props", "packed.nuspec",
            },
            entries.ToHashSet());
        Assert.Contains("$(LIBPACKED_BASE)/src/packed.c", ReadEntry(package, "unikraft/Makefile.uk"), StringComparison.Ordinal);
        Assert.Contains("""packageType name="UnikraftMicrolibrary" """.TrimEnd(), ReadEntry(package, "packed.nuspec"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_SDK_has_its_tasks_for_any_host_and_compiled_for_the_one_that_builds_images()
    {
        var sdk = await PackedSdk.GetAsync();
        using var package = ZipFile.OpenRead(Path.Combine(sdk.Feed, $"Unikraft.Sdk.{sdk.Version}.nupkg"));
        var any = Assemblies("tools/net10.0/");
        var compiled = Assemblies("tools/linux-x64/");
        Assert.Equal(any.Keys, compiled.Keys);
        foreach (var name in new[] { "Unikraft.Sdk.dll", "Unikraft.Build.dll", "CliWrap.dll" })
        {
            Assert.Equal((false, any[name].Id), any[name]);
            Assert.Equal((true, any[name].Id), compiled[name]);
        }

        // Whether there is machine code in it, and which compilation it comes from
        SortedDictionary<string, (bool IsCompiled, Guid Id)> Assemblies(string folder)
        {
            var found = new SortedDictionary<string, (bool, Guid)>(StringComparer.Ordinal);
            foreach (var entry in package.Entries.Where(e => e.FullName.StartsWith(folder, StringComparison.Ordinal) && e.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                bytes.Position = 0;
                using var assembly = new PEReader(bytes);
                var metadata = assembly.GetMetadataReader();
                found.Add(entry.Name, (assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, metadata.GetGuid(metadata.GetModuleDefinition().Mvid)));
            }

            return found;
        }
    }

    [Fact]
    public async Task Two_packs_of_the_same_content_are_the_same_bytes()
    {
        var library = await Library();
        (await library.Run("pack")).Succeeded();
        var first = Hash(library.PathOf("bin/Debug/packed.1.2.3.nupkg"));
        (await library.Run("clean")).Succeeded();
        File.Delete(library.PathOf("bin/Debug/packed.1.2.3.nupkg"));
        File.SetLastWriteTimeUtc(library.PathOf("src/packed.c"), DateTime.UtcNow.AddDays(-3));
        // A package of what an earlier command has built is not empty (DacFx#612).
        (await library.Run("build")).Succeeded();
        (await library.Run("pack", "--no-build")).Succeeded();
        Assert.Equal(first, Hash(library.PathOf("bin/Debug/packed.1.2.3.nupkg")));
    }

    [Fact]
    public async Task A_removed_source_leaves_the_package()
    {
        var library = (await Library()).Write("src/more.c", "int more;\n");
        (await library.Run("pack")).Succeeded();
        File.Delete(library.PathOf("src/more.c"));
        (await library.Run("pack")).Succeeded();
        using var package = ZipFile.OpenRead(library.PathOf("bin/Debug/packed.1.2.3.nupkg"));
        Assert.DoesNotContain(package.Entries, e => e.FullName == "unikraft/src/more.c");
    }

    [Fact]
    public async Task A_core_package_keeps_the_tree_and_files_without_extension()
    {
        var sdk = await PackedSdk.GetAsync();
        using var package = ZipFile.OpenRead(Path.Combine(sdk.Feed, "Unikraft.Core.0.1.0.nupkg"));
        var entries = package.Entries.Select(e => e.FullName).ToList();
        Assert.Contains("unikraft/Makefile", entries);
        Assert.Contains("unikraft/Config.uk", entries);
        Assert.DoesNotContain(entries, e => e.Contains("/obj/", StringComparison.Ordinal) || e.Contains("/tests/", StringComparison.Ordinal));
    }

    private static async Task<TestProject> Library() => (await PackedSdk.GetAsync()).Project("packed")
        .Body("""
              <PropertyGroup>
                <OutputType>Library</OutputType>
                <Version>1.2.3</Version>
              </PropertyGroup>
              <ItemGroup>
                <UkInclude Include="include" />
              </ItemGroup>
            """)
        .Write("src/packed.c", "int packed(void) { return 1; }\n")
        .Write("include/packed.h", "int packed(void);\n");

    private static string ReadEntry(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
