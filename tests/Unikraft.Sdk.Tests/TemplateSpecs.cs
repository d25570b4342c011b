using System.Text.Json;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary><c>dotnet new</c>: what the templates make builds, runs and packs without another file beside it.</summary>
public sealed class TemplateSpecs
{
    [Fact]
    public async Task An_application_and_a_library_are_made_built_together_and_run()
    {
        var sdk = await PackedSdk.GetAsync();
        var root = sdk.Project("fresh");
        root.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"folder\" value=\"{sdk.Feed}\" /></packageSources></configuration>");
        // No msbuild-sdks: the version stands in the project.
        root.Write("global.json", "{}");
        await sdk.PackTemplatesAsync();
        (await New(root, "install", Path.Combine(sdk.Feed, $"Unikraft.Templates.{sdk.Version}.nupkg"))).Succeeded();
        var help = (await New(root, "unikraft-app", "--help")).Output;
        Assert.Contains("--vscode", help, StringComparison.Ordinal);

        (await New(root, "unikraft-app", "-n", "my-prober")).Succeeded();
        Assert.True(File.Exists(root.PathOf("my-prober/obj/project.assets.json")));
        Assert.Contains($"Sdk=\"Unikraft.Sdk/{sdk.Version}\"", root.Read("my-prober/my-prober.ukproj"), StringComparison.Ordinal);
        (await New(root, "unikraft-library", "-n", "my-lib.x", "--skipRestore", "true")).Succeeded();
        (await New(root, "unikraft-app", "-n", "plain", "--vscode", "false", "--skipRestore", "true")).Succeeded();
        Assert.False(Directory.Exists(root.PathOf("plain/.vscode")));
        Assert.False(Directory.Exists(root.PathOf("plain/obj")));

        (await root.Run("reference", "add", "my-lib.x/my-lib.x.ukproj", "--project", "my-prober/my-prober.ukproj")).Succeeded();
        root.Write("my-prober/main.c", "#include <stdio.h>\n#include <my-lib.x.h>\n\nint main(void)\n{\n\tprintf(\"sum %d\\n\", my_lib_x_add(2, 3));\n\treturn 0;\n}\n");
        var run = await root.Run("run", "--project", "my-prober", "-p:UkAccelerator=tcg");
        Assert.Contains("sum 5", run.Succeeded().Output, StringComparison.Ordinal);
        (await root.Run("pack", "my-lib.x")).Succeeded();
        Assert.True(File.Exists(root.PathOf("my-lib.x/bin/Debug/my-lib.x.1.0.0.nupkg")));

        // What VS Code would start and open exists.
        var launch = JsonDocument.Parse(root.Read("my-prober/.vscode/launch.json")).RootElement.GetProperty("configurations")[0];
        var program = launch.GetProperty("program").GetString()!.Replace("${workspaceFolder}", root.PathOf("my-prober"), StringComparison.Ordinal);
        Assert.True(File.Exists(program), program);
        Assert.True(File.Exists(program[..^".dbg".Length] + ".gdb"));
        var tasks = JsonDocument.Parse(root.Read("my-prober/.vscode/tasks.json")).RootElement.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("label").GetString());
        Assert.Contains(launch.GetProperty("preLaunchTask").GetString(), tasks);
    }

    // Templates that are installed stay in the user's folder; a test has one of its own.
    private static Task<DotnetResult> New(TestProject project, params string[] arguments) => project.Run("new", [.. arguments, "--debug:custom-hive", project.PathOf("hive")]);
}
