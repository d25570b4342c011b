using System.IO.Compression;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>Bad input is one coded error or warning that says what to do, and nothing is lost.</summary>
public sealed class BadInputSpecs
{
    [Fact]
    public async Task An_unknown_option_is_a_warning_with_its_line_and_the_nearest_name()
    {
        var app = (await Samples.ApplicationAsync()).Body("""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <UkConfig Include="OPTIMIZE_SIZ" Value="y" />
              </ItemGroup>
            """);
        (await app.Run("build")).Succeeded().Warned("UK1", "app.ukproj(4)", "OPTIMIZE_SIZ", "'OPTIMIZE_SIZE'");
    }

    [Fact]
    public async Task A_missing_source_file_proposes_the_nearest_one()
    {
        var app = (await Samples.ApplicationAsync()).Body("<ItemGroup><UkSource Include=\"anser.c\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK1101", "anser.c", "Did you mean 'answer.c'?");
    }

    [Fact]
    public async Task A_source_listed_twice_is_an_error()
    {
        var app = (await Samples.ApplicationAsync()).Body("<ItemGroup><UkSource Include=\"main.c\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK1102", "main.c");
    }

    [Fact]
    public async Task Two_sources_of_one_name_in_different_folders_are_both_built()
    {
        var app = (await Samples.ApplicationAsync())
            .Write("a/util.c", "int util_a = 1;\n")
            .Write("b/util.c", "int util_b = 2;\n")
            .Write("answer.c", "#include \"answer.h\"\nextern int util_a, util_b;\nint answer(void)\n{\n    return util_a + util_b;\n}\n");
        (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Superset(new HashSet<string> { "util_a", "util_b" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());
    }

    [Fact]
    public async Task A_package_without_Makefile_uk_is_an_error()
    {
        var sdk = await PackedSdk.GetAsync();
        WritePackage(Path.Combine(sdk.Feed, "Hollow.1.0.0.nupkg"), "Hollow", "LIBHOLLOW");
        var app = (await Samples.ApplicationAsync()).Body("<ItemGroup><PackageReference Include=\"Hollow\" Version=\"1.0.0\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK1106", "Hollow", "Makefile.uk");
    }

    [Fact]
    public async Task Libraries_that_need_each_other_are_an_error()
    {
        var app = await Samples.ApplicationAsync();
        var left = app.Sibling("left");
        var right = app.Sibling("right");
        Samples.Library(app, "left", $"<ItemGroup><ProjectReference Include=\"{right.File}\" /></ItemGroup>");
        Samples.Library(app, "right", $"<ItemGroup><ProjectReference Include=\"{left.File}\" /></ItemGroup>");
        app.Body($"<ItemGroup><ProjectReference Include=\"{left.File}\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK0018", "left -> right -> left");
    }

    [Fact]
    public async Task An_application_cannot_be_a_library_of_another()
    {
        var app = await Samples.ApplicationAsync();
        var other = app.Sibling("other").Body("").Write("main.c", "int main(void)\n{\n    return 0;\n}\n");
        app.Body($"<ItemGroup><ProjectReference Include=\"{other.File}\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK0008");
    }

    [Fact]
    public async Task A_path_make_cannot_take_is_an_error()
    {
        var app = (await PackedSdk.GetAsync()).Project("spaced", "with space");
        app.Body("<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /></ItemGroup>").Write("main.c", "int main(void)\n{\n    return 0;\n}\n");
        (await app.Run("build")).Failed("UK1103", "a blank");
    }

    [Fact]
    public async Task A_target_framework_is_refused()
    {
        var app = (await Samples.ApplicationAsync()).Body("<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>");
        (await app.Run("build")).Failed("UK0004", "net10.0");
    }

    [Fact]
    public async Task An_unknown_output_type_and_architecture_are_refused()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build", "-p:OutputType=Exe")).Failed("UK0006", "Exe");
        (await app.Run("build", "-p:UkArchitecture=z80")).Failed("UK0007", "z80");
    }

    [Fact]
    public async Task An_unknown_platform_proposes_the_nearest()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build", "-p:UkPlatforms=kvn")).Failed("UK1104", "kvn", "Did you mean 'kvm'?");
    }

    [Fact]
    public async Task A_project_without_core_is_an_error()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build", "-p:UkImplicitCore=false")).Failed("UK0014");
        (await app.Run("build", "-p:UnikraftRoot=/nowhere/core")).Failed("UK1118", "/nowhere/core");
    }

    [Fact]
    public async Task A_missing_compiler_and_a_missing_make_are_errors_that_say_what_to_install()
    {
        var app = await Samples.ApplicationAsync();
        var tools = app.PathOf("tools");
        Directory.CreateDirectory(tools);
        foreach (var tool in new[] { "dotnet", "sh", "uname" })
            File.CreateSymbolicLink(Path.Combine(tools, tool), Which(tool));
        var path = new Dictionary<string, string?> { ["PATH"] = tools };
        (await app.RunWith(path, "build")).Failed("UK1", "make");
        foreach (var tool in new[] { "make", "bash", "mkdir", "rm", "sed", "cat", "cmp", "mv", "cp", "grep", "awk", "find", "touch", "ln", "readlink", "dirname", "sort" })
            File.CreateSymbolicLink(Path.Combine(tools, tool), Which(tool));
        (await app.RunWith(path, "build")).Failed("UK1", "gcc");
    }

    [Fact]
    public async Task A_second_build_in_the_same_folder_is_an_error_while_the_first_runs()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build")).Succeeded();
        app.Write("answer.c", "#include \"answer.h\"\nint answer(void)\n{\n    return 43;\n}\n");
        using (new FileStream(Path.Combine(app.Generated, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            (await app.Run("build", "--no-restore")).Failed("UK0013", app.Generated);
        (await app.Run("build", "--no-restore")).Succeeded();
    }

    [Fact]
    public async Task Two_builds_at_once_lose_nothing()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("restore")).Succeeded();
        var results = await Task.WhenAll(app.Run("build", "--no-restore"), app.Run("build", "--no-restore"));
        Assert.Contains(results, r => r.ExitCode == 0);
        foreach (var failed in results.Where(r => r.ExitCode != 0))
            failed.Failed("UK0013");
        (await app.Run("build", "--no-restore")).Succeeded();
        Assert.True(File.Exists(app.Image));
    }

    [Fact]
    public async Task A_build_writes_nothing_into_package_folders()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("restore")).Succeeded();
        var sdk = await PackedSdk.GetAsync();
        var core = Path.Combine(sdk.Packages, "unikraft.core");
        var before = Stamps(core);
        (await app.Run("build", "--no-restore")).Succeeded();
        Assert.Equal(before, Stamps(core));
    }

    [Fact]
    public async Task A_csharp_project_that_refers_to_a_microlibrary_is_told_so()
    {
        var project = (await PackedSdk.GetAsync()).Project("managed")
            .Write("managed.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <DisableImplicitFrameworkReferences>false</DisableImplicitFrameworkReferences>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Unikraft.Core" Version="0.1.0" />
                  </ItemGroup>
                </Project>
                """)
            .Write("Nothing.cs", "namespace Managed;\n");
        (await project.Run("build")).Failed("UK0012", "Unikraft.Core");
    }

    [Fact]
    public async Task The_SDK_as_a_package_reference_is_refused()
    {
        var project = (await PackedSdk.GetAsync()).Project("misuse")
            .Write("misuse.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Unikraft.Sdk" Version="0.1.0" />
                  </ItemGroup>
                </Project>
                """);
        (await project.Run("build")).Failed("UK0005");
    }

    private static string Which(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, tool))
        .First(File.Exists);

    private static List<string> Stamps(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(p => $"{p} {File.GetLastWriteTimeUtc(p):O}")];

    private static void WritePackage(string file, string id, string symbol)
    {
        using var package = ZipFile.Open(file, ZipArchiveMode.Create);
        Add($"{id}.nuspec", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>1.0.0</version>
                <authors>tests</authors>
                <description>A microlibrary that holds nothing.</description>
                <packageTypes>
                  <packageType name="UnikraftMicrolibrary" />
                </packageTypes>
              </metadata>
            </package>
            """);
        Add($"buildTransitive/{id}.props", $"""
            <Project>
              <ItemGroup>
                <UkMicrolibrary Include="{id}" Version="1.0.0" Kind="Library" Symbol="{symbol}" Root="$(MSBuildThisFileDirectory)../unikraft/" />
              </ItemGroup>
            </Project>
            """);
        Add("unikraft/readme.txt", "nothing\n");

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
