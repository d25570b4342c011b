using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>An application and a library made of third-party sources with a patch, in one folder that can stand anywhere.</summary>
internal sealed class Port
{
    private Port(TestProject application, TestProject library, Dictionary<string, string?> environment) => (Application, Library, Environment) = (application, library, environment);

    public TestProject Application { get; }

    public TestProject Library { get; }

    /// <summary>Gets the environment: a store of origins of its own.</summary>
    public Dictionary<string, string?> Environment { get; }

    /// <summary>Writes the two projects and the archive.</summary>
    /// <param name="folder">What the folder's name begins with.</param>
    public static async Task<Port> CreateAsync(string folder)
    {
        var sdk = await PackedSdk.GetAsync();
        var clone = sdk.Project("app", folder);
        var (application, library) = (new TestProject(sdk, clone.PathOf("src/app"), "app"), new TestProject(sdk, clone.PathOf("src/ported"), "ported"));
        Directory.CreateDirectory(library.Folder);
        var archive = library.PathOf("ported-1.tar.gz");
        await WriteArchiveAsync(archive);
        library.Body($"""
              <PropertyGroup>
                <OutputType>Library</OutputType>
                <Version>2.0.1</Version>
                <PackageLicenseExpression>MIT AND BSD-3-Clause</PackageLicenseExpression>
              </PropertyGroup>
              <ItemGroup>
                <UkOrigin Include="ported" Version="1" License="MIT" Root="ported-1" Candidates="file://{archive}=sha256:{Sha256(archive)}" />
                <UkPatch Include="patches/*.patch" Origin="ported" />
                <UkSource Include="src/ported.c" Origin="ported" />
                <UkInclude Include="include" Origin="ported" />
              </ItemGroup>
            """)
            .Write("patches/0001-value.patch", "--- a/src/ported.c\n+++ b/src/ported.c\n@@ -2,5 +2,5 @@\n \n int ported(void)\n {\n-    return 1;\n+    return 5;\n }\n");
        application.Body($"""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <ProjectReference Include="{library.File}" />
              </ItemGroup>
            """)
            .Write("main.c", "#include <stdio.h>\n#include <ported.h>\n\nint main(void)\n{\n    printf(\"%d in %s\\n\", ported(), __FILE__);\n    return 0;\n}\n");
        return new Port(application, library, new() { ["UK_ORIGIN_STORE"] = clone.PathOf("store") });
    }

    public static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static async Task WriteArchiveAsync(string path)
    {
        await using var file = File.Create(path);
        await using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(gzip);
        await AddAsync("ported-1/src/ported.c", "#include <ported.h>\n\nint ported(void)\n{\n    return 1;\n}\n");
        await AddAsync("ported-1/include/ported.h", "int ported(void);\n");

        async Task AddAsync(string name, string text) => await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
        });
    }
}
