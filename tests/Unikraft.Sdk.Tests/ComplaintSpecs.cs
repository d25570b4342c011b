using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>
/// What users of other SDKs for foreign languages complain of, each with the issue it comes from. Those not here are part of a test that needed the same build:
/// MSBuild.Sdk.SqlProj#150 (LibrarySpecs), DacFx#448 and #663 (IncrementalSpecs), DacFx#612 (PackSpecs), wixtoolset/issues#4661 (XenSpecs),
/// dotnet/sdk#44587, NuGet/Home#8071 and dotnet/project-system#4647 (IdeSpecs).
/// </summary>
public sealed class ComplaintSpecs
{
    // wixtoolset/issues#7925, #6266
    [Fact]
    public async Task Target_frameworks_for_all_projects_are_refused_in_words()
    {
        var app = (await Samples.ApplicationAsync("shared"))
            .Write("Directory.Build.props", "<Project><PropertyGroup><TargetFrameworks>net10.0;net9.0</TargetFrameworks></PropertyGroup></Project>");
        (await app.Run("restore")).Failed("UK0004", "net10.0;net9.0", "limit them to .csproj files in Directory.Build.props");
    }

    // microsoft/vs-solutionpersistence#127, #142; dotnet/sdk#47638, #11292
    [Fact]
    public async Task A_solution_written_by_hand_needs_the_type_that_sln_add_writes()
    {
        var app = (await Samples.ApplicationAsync("first"))
            .Write("second/second.ukproj", "<Project Sdk=\"Unikraft.Sdk\">\n<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /></ItemGroup>\n</Project>")
            .Write("second/main.c", "int main(void)\n{\n    return 0;\n}\n");
        app.Body("""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <UkSource Remove="second/**" />
              </ItemGroup>
            """);
        const string Solution = "<Solution>\n  <Project Path=\"first.ukproj\" Type=\"Common C#\" />\n  <Project Path=\"second/second.ukproj\" Type=\"Common C#\" />\n</Solution>\n";
        app.Write("all.slnx", Solution.Replace(" Type=\"Common C#\"", "", StringComparison.Ordinal));
        (await app.Run("build", "all.slnx")).Failed("MSB4025");
        app.Write("all.slnx", Solution);
        (await app.Run("build", "all.slnx")).Succeeded().HasNoWarning();
        Assert.True(File.Exists(app.Image));
        Assert.True(File.Exists(app.PathOf("second/bin/Debug/kvm/second_qemu-x86_64")));
    }

    // microsoft/MSBuildSdks#407
    [Fact]
    public async Task A_global_package_reference_reaches_the_project()
    {
        var sdk = await PackedSdk.GetAsync();
        var app = await Samples.ApplicationAsync("global");
        (await Samples.Library(app, "everywhere").Run("pack", "-o", sdk.Feed)).Succeeded();
        app.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <GlobalPackageReference Include="everywhere" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        (await app.Run("restore")).Succeeded();
        var libraries = await app.Run("msbuild", "-getItem:UkMicrolibrary", "-nologo");
        Assert.Contains("\"Identity\": \"everywhere\"", libraries.Succeeded().Output, StringComparison.Ordinal);
    }
}
