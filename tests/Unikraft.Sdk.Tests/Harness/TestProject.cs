using BuildLog = Microsoft.Build.Logging.StructuredLogger.Build;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>A project folder a test may do anything with.</summary>
internal sealed class TestProject(PackedSdk sdk, string folder, string name)
{
    public string Folder => folder;

    /// <summary>Gets the project file.</summary>
    public string File => PathOf($"{name}.ukproj");

    /// <summary>Gets the folder of the generated files.</summary>
    public string Generated => PathOf("obj/Debug/kvm");

    /// <summary>Gets the image.</summary>
    public string Image => PathOf($"bin/Debug/kvm/{name}_qemu-x86_64");

    /// <summary>Gets the binary log of the last build that wrote one.</summary>
    public string BinaryLog => PathOf("build.binlog");

    /// <summary>Gets the path of a file of the project.</summary>
    public string PathOf(string relative) => Path.Combine(folder, relative);

    /// <summary>Writes the project file around a body.</summary>
    public TestProject Body(string body) => Write($"{name}.ukproj", $"""
        <Project Sdk="Unikraft.Sdk">
        {body}
        </Project>
        """);

    /// <summary>Writes a file of the project.</summary>
    public TestProject Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        System.IO.File.WriteAllText(PathOf(relative), text);
        return this;
    }

    public string Read(string relative) => System.IO.File.ReadAllText(PathOf(relative));

    /// <summary>Creates another project beside this one, in a folder of its name.</summary>
    public TestProject Sibling(string other) => new(sdk, PathOf($"../{Path.GetFileName(folder)}-{other}"), other);

    /// <summary>Runs <c>dotnet VERB</c> in the folder.</summary>
    public Task<DotnetResult> Run(string verb, params string[] arguments) => Dotnet.RunAsync(folder, [verb, .. arguments], sdk.Packages);

    /// <summary>Runs <c>dotnet VERB</c> with changed environment variables.</summary>
    public Task<DotnetResult> RunWith(IReadOnlyDictionary<string, string?> environment, string verb, params string[] arguments) =>
        Dotnet.RunAsync(folder, [verb, .. arguments], sdk.Packages, environment: environment);

    /// <summary>Runs <c>dotnet</c> until it is killed and hands on each line of its output.</summary>
    public Task<DotnetResult> Lines(Action<string> read, CancellationToken kill, params string[] arguments) =>
        Dotnet.RunAsync(folder, arguments, sdk.Packages, kill, read: read);

    /// <summary>Builds and reads the binary log.</summary>
    public Task<(DotnetResult Result, BuildLog Log)> Build(params string[] arguments) => BuildWith(new Dictionary<string, string?>(), arguments);

    /// <summary>Builds with changed environment variables and reads the binary log.</summary>
    public async Task<(DotnetResult Result, BuildLog Log)> BuildWith(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var result = await RunWith(environment, "build", [.. arguments, $"-bl:{BinaryLog}"]);
        return (result, Microsoft.Build.Logging.StructuredLogger.BinaryLog.ReadBuild(BinaryLog));
    }
}
