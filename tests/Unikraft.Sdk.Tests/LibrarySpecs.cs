using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>Microlibraries reach an application as packages and as projects, at any distance, dependencies first.</summary>
public sealed class LibrarySpecs
{
    [Fact]
    public async Task A_chain_of_packages_comes_with_its_first_link_and_in_the_order_of_need()
    {
        var app = await Samples.ApplicationAsync();
        var sdk = await PackedSdk.GetAsync();
        // Against the alphabet: the leaf has the last name.
        (await Samples.Library(app, "zeta").Run("pack", "-o", sdk.Feed)).Succeeded();
        var middle = Samples.Library(app, "mid", "<ItemGroup><PackageReference Include=\"zeta\" Version=\"1.0.0\" /></ItemGroup>")
            .Write("src/mid.c", "#include <mid.h>\n#include <zeta.h>\n\nint mid(void)\n{\n    return zeta() + 1;\n}\n");
        (await middle.Run("pack", "-o", sdk.Feed)).Succeeded();
        Using(app, "mid", "<PackageReference Include=\"mid\" Version=\"1.0.0\" />");
        (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Superset(new HashSet<string> { "zeta", "mid" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());
        Assert.Matches("UK_LIBS \\?= .*/zeta/1.0.0/unikraft:.*/mid/1.0.0/unikraft\n", app.Read("obj/Debug/kvm/paths.mk"));
    }

    [Fact]
    public async Task A_chain_of_projects_comes_with_its_first_link_and_in_the_order_of_need()
    {
        var app = await Samples.ApplicationAsync();
        var far = Samples.Library(app, "wfar");
        var near = Samples.Library(app, "near", $"<ItemGroup><ProjectReference Include=\"{far.File}\" /></ItemGroup>")
            .Write("src/near.c", "#include <near.h>\n#include <wfar.h>\n\nint near(void)\n{\n    return wfar() + 1;\n}\n");
        Using(app, "near", $"<ProjectReference Include=\"{near.File}\" />");
        (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Superset(new HashSet<string> { "wfar", "near" }, (await Elf.SymbolsAsync(app.Image + ".dbg")).ToHashSet());
        Assert.Matches("UK_LIBS \\?= .*-wfar/obj/Debug/unikraft:.*-near/obj/Debug/unikraft\n", app.Read("obj/Debug/kvm/paths.mk"));
    }

    [Fact]
    public async Task An_option_of_a_library_is_set_by_the_application()
    {
        var app = await Samples.ApplicationAsync();
        var library = Samples.Library(app, "tuned", "<ItemGroup><UkOption Include=\"TUNED_SIZE\" Type=\"int\" Default=\"3\" Prompt=\"Size\" /></ItemGroup>")
            .Write("src/tuned.c", "#include <uk/config.h>\n#include <tuned.h>\n\nchar tuned_room[CONFIG_TUNED_SIZE];\n\nint tuned(void)\n{\n    return tuned_room[0];\n}\n");
        Using(app, "tuned", $"<ProjectReference Include=\"{library.File}\" /><UkConfig Include=\"TUNED_SIZE\" Value=\"12\" />");
        (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Contains("CONFIG_TUNED_SIZE=12", File.ReadLines(app.PathOf("obj/Debug/kvm/.config")));
    }

    [Fact]
    public async Task A_changed_package_of_the_same_version_is_noticed()
    {
        var app = await Samples.ApplicationAsync();
        var sdk = await PackedSdk.GetAsync();
        var library = Samples.Library(app, "fresh");
        (await library.Run("pack", "-o", sdk.Feed)).Succeeded();
        Using(app, "fresh", "<PackageReference Include=\"fresh\" Version=\"1.0.0\" />");
        (await app.Run("build")).Succeeded();
        library.Write("src/fresh.c", "#include <fresh.h>\n\nint fresh_again;\n\nint fresh(void)\n{\n    return fresh_again;\n}\n");
        (await library.Run("pack", "-o", sdk.Feed)).Succeeded();
        Directory.Delete(Path.Combine(sdk.Packages, "fresh"), recursive: true);
        (await app.Run("build")).Succeeded();
        Assert.Contains("fresh_again", await Elf.SymbolsAsync(app.Image + ".dbg"));
    }

    [Fact]
    public async Task A_solution_builds_every_image_and_packs_every_library()
    {
        var app = await Samples.ApplicationAsync();
        var library = Samples.Library(app, "solved");
        Using(app, "solved", $"<ProjectReference Include=\"{library.File}\" />");
        (await app.Run("new", "sln", "-n", "all", "-f", "slnx")).Succeeded();
        (await app.Run("sln", "all.slnx", "add", app.File, library.File)).Succeeded();
        Assert.Contains("Type=", app.Read("all.slnx"), StringComparison.Ordinal);
        (await app.Run("build", "all.slnx")).Succeeded().HasNoWarning();
        Assert.True(File.Exists(app.Image));
        (await app.Run("pack", "all.slnx")).Succeeded();
        Assert.True(File.Exists(library.PathOf("bin/Debug/solved.1.0.0.nupkg")));
        Assert.Empty(Directory.EnumerateFiles(app.Folder, "*.nupkg", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_reference_to_a_project_of_another_SDK_is_an_error()
    {
        var app = await Samples.ApplicationAsync();
        app.Write("managed/managed.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        app.Body("<ItemGroup><ProjectReference Include=\"managed/managed.csproj\" /></ItemGroup>");
        (await app.Run("build")).Failed("UK0015", "managed.csproj");
    }

    private static void Using(TestProject app, string function, string reference) => app
        .Body($"""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                {reference}
              </ItemGroup>
            """)
        .Write("answer.c", $"#include <{function}.h>\n#include \"answer.h\"\n\nint answer(void)\n{{\n    return {function}();\n}}\n");
}
