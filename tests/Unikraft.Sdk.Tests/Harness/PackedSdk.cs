namespace Unikraft.Sdk.Tests.Harness;

/// <summary>
/// The SDK and the core as packages in a feed of their own, made once for all tests. The SDK is extracted once before the first test: concurrent
/// first resolutions fail at random (dotnet/sdk#52765).
/// </summary>
internal sealed class PackedSdk
{
    private static readonly Lazy<Task<PackedSdk>> Shared = new(CreateAsync);

    private PackedSdk(string folder) => Folder = folder;

    /// <summary>Gets the folder of everything the tests make.</summary>
    public string Folder { get; }

    public string Feed => Path.Combine(Folder, "feed");

    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>Gets the version of the SDK, as its package tells.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Feed, "Unikraft.Sdk.*.nupkg").Single())["Unikraft.Sdk.".Length..];

    /// <summary>Gets tasks and launcher, as they are on this host.</summary>
    public string Tool => Path.Combine(Packages, "unikraft.sdk", Version, "tools/linux-x64/Unikraft.Sdk.dll");

    public static Task<PackedSdk> GetAsync() => Shared.Value;

    /// <summary>Creates an empty project folder.</summary>
    /// <param name="name">The name of the project.</param>
    /// <param name="folder">What the name of the folder begins with; the project's name if null.</param>
    public TestProject Project(string name, string? folder = null) => new(this, Path.Combine(Folder, $"{folder ?? name}-{Guid.NewGuid():N}"[..((folder ?? name).Length + 9)]), name);

    private static async Task<PackedSdk> CreateAsync()
    {
        var sdk = new PackedSdk(Directory.CreateTempSubdirectory("unikraft-sdk-tests-").FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(sdk.Folder);
        Directory.CreateDirectory(sdk.Feed);
        File.Copy(Repository.PathOf("global.json"), Path.Combine(sdk.Folder, "global.json"));
        await File.WriteAllTextAsync(Path.Combine(sdk.Folder, "nuget.config"), """
            <configuration>
              <packageSources>
                <clear />
                <add key="tests" value="feed" />
              </packageSources>
            </configuration>
            """);
        // Tests run at the same time already, so a build starts no second node; one that shows parallel builds asks for it.
        await File.WriteAllTextAsync(Path.Combine(sdk.Folder, "Directory.Build.rsp"), "-nodeReuse:false\n-m:1\n");
        await PackSdkAsync(sdk);
        await PackCoreAsync(sdk);
        return sdk;
    }

    /// <summary>Packs the templates into the feed.</summary>
    public async Task PackTemplatesAsync() => (await PackAsync(this, "sdk/Unikraft.Templates/Unikraft.Templates.csproj")).Succeeded();

    private static async Task PackSdkAsync(PackedSdk sdk) => (await PackAsync(sdk, "sdk/Unikraft.Sdk/Unikraft.Sdk.csproj", "--no-build")).Succeeded();

    private static Task<DotnetResult> PackAsync(PackedSdk sdk, string project, params string[] arguments) => Dotnet.RunAsync(
        Repository.Root, ["pack", project, "-c", Repository.Configuration, "-o", sdk.Feed, "-p:EvictExtractedPackage=false", .. arguments], packageFolder: null);

    // A copy: the project in the repository would resolve the SDK of the repository's feed.
    private static async Task PackCoreAsync(PackedSdk sdk)
    {
        var core = Path.Combine(sdk.Folder, "core");
        TestFiles.CopyFolder(Repository.PathOf("core"), core, skip: ["bin", "obj", "tests"]);
        await File.WriteAllTextAsync(Path.Combine(sdk.Folder, "Directory.Build.props"), """
            <Project>
              <PropertyGroup Condition="'$(MSBuildProjectName)' == 'Unikraft.Core'">
                <VersionPrefix>0.1.0</VersionPrefix>
              </PropertyGroup>
            </Project>
            """);
        (await Dotnet.RunAsync(core, ["pack", "-o", sdk.Feed], sdk.Packages)).Succeeded();
    }

    private static void Delete(string folder)
    {
        // Tests make folders read-only on purpose.
        foreach (var path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserWrite);
        Directory.Delete(folder, recursive: true);
    }
}
