using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests;

/// <summary>The whole chain on the repository's core: generate, configure, make.</summary>
public sealed class EmbeddedCoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_application_of_one_file_is_generated_configured_and_built()
    {
        var main = folder.File("app/main.c", "int main(void)\n{\n\treturn 0;\n}\n");
        var application = new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = "apphello", Root = Path.GetDirectoryName(main)!, Sources = [new SourceFile(main)] },
            ImageName = "hello",
            Platform = Platform.Kvm,
            CoreRoot = Repository.Core,
            GeneratedFolder = folder.Folder("app/obj/kvm"),
        };

        var tree = ProjectGenerator.ForApplication(application);
        Assert.Empty(tree.Diagnostics);
        Assert.True(tree.Value!.WriteTo(application.GeneratedFolder).Succeeded);
        var configuration = Configurator.Resolve(application);
        Assert.Empty(configuration.Diagnostics);
        Assert.True(GeneratedFiles.WriteIfChanged(application.ConfigFile, configuration.Value!.DotConfig()).Succeeded);

        var made = await MakeRun.ForApplication(application, 2).ExecuteAsync();
        Assert.DoesNotContain(made.Diagnostics, d => d.Severity == Severity.Error);
        Assert.True(made.Succeeded);
        Assert.True(File.Exists(application.ImageFile));
        Assert.True(File.Exists(application.ImageFile + ".dbg"));
        Assert.Contains(main, TrackedInputs.Write(application, Path.Combine(application.GeneratedFolder, "inputs.txt")).Value);

        var again = await MakeRun.ForApplication(application, 2).ExecuteAsync();
        Assert.True(again.Succeeded);
        Assert.Equal(0, again.Steps);
    }
}
