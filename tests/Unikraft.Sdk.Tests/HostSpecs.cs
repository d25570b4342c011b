using System.Text.Json;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>On hosts other than Linux everything works but the build of an image, which is one error that names the way. The host is simulated.</summary>
public sealed class HostSpecs
{
    private const string Windows = "-p:_UkHostSystem=Windows";

    [Fact]
    public async Task Elsewhere_projects_restore_evaluate_and_pack_and_a_build_is_one_error()
    {
        var app = await Samples.ApplicationAsync("elsewhere");
        var library = Samples.Library(app, "portable");
        app.Body($"<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /><ProjectReference Include=\"{library.File}\" /></ItemGroup>");
        (await app.Run("restore", Windows)).Succeeded().HasNoWarning();
        var sources = JsonDocument.Parse((await app.Run("msbuild", Windows, "-getItem:UkSource", "-nologo")).Succeeded().Output);
        Assert.Equal(2, sources.RootElement.GetProperty("Items").GetProperty("UkSource").GetArrayLength());
        (await library.Run("pack", Windows)).Succeeded().HasNoWarning();

        var before = Files();
        var build = (await app.Run("build", Windows, "-p:UkPlatforms=kvm%3bxen")).Failed("UK0040", "this is Windows", "wsl dotnet build", "container", "docs/ide.md");
        Assert.Single(build.Output.Split('\n').Where(line => line.Contains("error ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct());
        (await app.Run("publish", "-p:_UkHostSystem=macOS", "--no-restore")).Failed("UK0040", "this is macOS", "a Linux container");
        (await app.Run("build", Windows, "--no-restore", "-t:Rebuild")).Failed("UK0040");
        Assert.Equal(before, Files());

        IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(app.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
    }
}
