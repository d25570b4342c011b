using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Origins;
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
        var application = Hello(main);
        await Build(application);
        Assert.True(File.Exists(application.ImageFile));
        Assert.True(File.Exists(application.ImageFile + ".dbg"));
        Assert.Contains(main, TrackedInputs.Write(application, Path.Combine(application.GeneratedFolder, "inputs.txt")).Value);

        // What another make without the SDK does: nothing, since everything is built.
        var left = await Cli.Wrap("make").WithArguments(["-C", application.GeneratedFolder]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.Equal(0, left.ExitCode);
        Assert.DoesNotContain(" CC ", left.StandardOutput, StringComparison.Ordinal);

        var again = await MakeRun.ForApplication(application, 2).ExecuteAsync();
        Assert.True(again.Succeeded);
        Assert.Equal(0, again.Steps);
    }

    [Fact]
    public async Task A_library_is_unpacked_patched_and_compiled_with_variants_and_flags_of_files()
    {
        var hash = Archives.TarGz(
            Path.Combine(folder.Path, "dep-1.0.tar.gz"),
            ("dep-1.0/src/dep.c", "int dep_value(void)\n{\n\treturn 1;\n}\n"),
            ("dep-1.0/src/both.c", "#include \"both.h\"\nint BOTH(void)\n{\n\treturn VALUE;\n}\n"),
            ("dep-1.0/inc/both.h", "#define PASTE_(a, b) a ## b\n#define PASTE(a, b) PASTE_(a, b)\n#define BOTH PASTE(both_, __VARIANT__)\n"));
        var patch = folder.File("lib/0001-answer.patch", "--- a/src/dep.c\n+++ b/src/dep.c\n@@ -1,4 +1,4 @@\n int dep_value(void)\n {\n-\treturn 1;\n+\treturn CONFIG_DEP_VALUE;\n }\n");
        folder.File("lib/include/dep.h", "int dep_value(void);\nint both_a(void);\nint both_b(void);\nint dep_util(void);\nint dep_util_x(void);\n");
        var candidate = new UrlCandidate(new Uri(Path.Combine(folder.Path, "dep-1.0.tar.gz")), "dep-1.0.tar.gz", hash);
        var library = new Microlibrary
        {
            Kind = UnitKind.Library,
            Name = "libdep",
            Root = Path.Combine(folder.Path, "lib"),
            Origins = [new Origin("dep", "1.0") { Candidates = [candidate] }],
            Patches = [new PatchFile(patch, "dep")],
            Includes = [new IncludeFolder(Path.Combine(folder.Path, "lib/include"))],
            Flags = [new CompileFlag("-include"), new CompileFlag("uk/bits/config.h")],
            Options = [new Option("DEP_VALUE", OptionType.Int) { Prompt = "Value", Default = "40" }],
            Sources =
            [
                new SourceFile("src/dep.c") { Origin = "dep" },
                new SourceFile("src/both.c") { Origin = "dep", Variants = ["a", "b"], Flags = ["-DVALUE=1"], Includes = ["inc"] },
                new SourceFile(folder.File("lib/util.c", "#include <dep.h>\nint dep_util(void)\n{\n\treturn 0;\n}\n")),
                new SourceFile(folder.File("lib/x/util.c", "#include <dep.h>\nint dep_util_x(void)\n{\n\treturn 0;\n}\n")),
            ],
        };
        var archive = (await new OriginStore(Path.Combine(folder.Path, "store")).ObtainAsync(library.Origins[0], new OriginOptions())).Value!;
        var packed = Path.Combine(folder.Path, "package/unikraft");
        Assert.True(ProjectGenerator.ForPackage(library, archive).Value!.WriteTo(packed).Succeeded);

        var main = folder.File("app/main.c", "#include <dep.h>\nint main(void)\n{\n\treturn dep_value() + both_a() + both_b() + dep_util() + dep_util_x();\n}\n");
        var application = Hello(main) with
        {
            Libraries = [new LibraryReference("Dep", packed) { Symbol = "LIBDEP" }],
            Requests = [new ConfigRequest("DEP_VALUE", "41")],
        };
        await Build(application);
        Assert.True(File.Exists(application.ImageFile));
    }

    private Application Hello(string main) => new()
    {
        Self = new Microlibrary { Kind = UnitKind.Application, Name = "apphello", Root = Path.GetDirectoryName(main)!, Sources = [new SourceFile(main)] },
        ImageName = "hello",
        Platform = Platform.Kvm,
        CoreRoot = Repository.Core,
        GeneratedFolder = folder.Folder("app/obj/kvm"),
    };

    private static async Task Build(Application application)
    {
        var tree = ProjectGenerator.ForApplication(application);
        Assert.Empty(tree.Diagnostics);
        Assert.True(tree.Value!.WriteTo(application.GeneratedFolder).Succeeded);
        var configuration = Configurator.Resolve(application);
        Assert.Empty(configuration.Diagnostics);
        Assert.True(GeneratedFiles.WriteIfChanged(application.ConfigFile, configuration.Value!.DotConfig()).Succeeded);
        var made = await MakeRun.ForApplication(application, 2).ExecuteAsync();
        Assert.True(made.Succeeded, string.Join("\n", made.Diagnostics));
        Assert.DoesNotContain(made.Diagnostics, d => d.Severity == Severity.Error);
    }
}
