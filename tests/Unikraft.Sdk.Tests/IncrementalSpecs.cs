using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>An unchanged build starts nothing; a change rebuilds what depends on it, and shows in the image.</summary>
public sealed class IncrementalSpecs
{
    private static readonly Lazy<Task<TestProject>> Shared = new(static async () =>
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("restore")).Succeeded();
        return app;
    });

    [Fact]
    public async Task An_unchanged_build_starts_neither_make_nor_a_compiler()
    {
        var app = await BuiltAsync();
        var (result, log) = await app.Build();
        result.Succeeded();
        Assert.Equal(0, log.Runs("BuildImage"));
        Assert.Equal(0, log.Runs("Exec"));
        Assert.True(log.SkippedAsUpToDate("UkBuildImage"));
        Assert.Contains($"app -> {app.Image}", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_source_compiles_that_file_alone()
    {
        var app = await BuiltAsync();
        app.Write("answer.c", app.Read("answer.c").Replace("42", "43", StringComparison.Ordinal));
        Assert.Equal(["appapp/answer.c"], await RebuiltAsync(app));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task A_changed_header_compiles_the_files_that_include_it()
    {
        var app = await BuiltAsync();
        app.Write("answer.h", app.Read("answer.h").Replace("7", "8", StringComparison.Ordinal));
        Assert.Equal(["appapp/answer.c", "appapp/main.c"], await RebuiltAsync(app));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task An_added_source_is_compiled_and_linked()
    {
        var app = await BuiltAsync();
        app.Write("more.c", "int more(void);\n__attribute__((used)) int more(void)\n{\n    return 1;\n}\n");
        app.Write("answer.c", "#include \"answer.h\"\nint more(void);\nint answer(void)\n{\n    return more();\n}\n");
        Assert.Equal(["appapp/answer.c", "appapp/more.c"], await RebuiltAsync(app));
        Assert.Contains("more", await Elf.SymbolsAsync(app.Image + ".dbg"));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task A_removed_source_leaves_the_image()
    {
        var app = await Samples.ApplicationAsync();
        app.Write("extra.c", "int extra_value;\nint *extra(void);\nint *extra(void)\n{\n    return &extra_value;\n}\n");
        app.Write("answer.c", "#include \"answer.h\"\n__attribute__((weak)) int *extra(void);\nint answer(void)\n{\n    return extra ? *extra() : 0;\n}\n");
        (await app.Run("build")).Succeeded();
        Assert.Contains("extra_value", await Elf.SymbolsAsync(app.Image + ".dbg"));
        File.Delete(app.PathOf("extra.c"));
        Assert.Empty(await RebuiltAsync(app));
        Assert.DoesNotContain("extra_value", await Elf.SymbolsAsync(app.Image + ".dbg"));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task A_source_that_moved_to_another_folder_is_compiled_there()
    {
        var app = await BuiltAsync();
        app.Write("part/answer.c", app.Read("answer.c").Replace("answer.h", "../answer.h", StringComparison.Ordinal));
        File.Delete(app.PathOf("answer.c"));
        Assert.Equal(["appapp/answer.c"], await RebuiltAsync(app));
        await UnchangedAsync(app);
        // The other tests go on with the same project.
        Directory.Delete(app.PathOf("part"), recursive: true);
    }

    [Fact]
    public async Task A_changed_flag_compiles_the_files_of_that_project_alone()
    {
        var app = await BuiltAsync();
        Assert.Equal(["appapp/answer.c", "appapp/main.c"], await RebuiltAsync(app, "-p:UkCompileFlags=-DFLAG=1"));
        await UnchangedAsync(app, "-p:UkCompileFlags=-DFLAG=1");
    }

    [Fact]
    public async Task A_changed_option_compiles_what_uses_it()
    {
        const string Body = """
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <UkOption Include="APP_SIZE" Type="int" Default="5" Prompt="Size" />
                <UkConfig Include="APP_SIZE" Value="6" />
              </ItemGroup>
            """;
        var app = (await Samples.ApplicationAsync()).Body(Body)
            .Write("answer.c", "#include <uk/config.h>\n#include \"answer.h\"\nint answer(void)\n{\n    return CONFIG_APP_SIZE;\n}\n");
        (await app.Run("build")).Succeeded();
        app.Body(Body.Replace("\"6\"", "\"9\"", StringComparison.Ordinal));
        Assert.Equal(["appapp/answer.c"], await RebuiltAsync(app));
        Assert.Contains("CONFIG_APP_SIZE=9", File.ReadLines(Path.Combine(app.Generated, ".config")));
    }

    [Fact]
    public async Task A_changed_file_of_a_referenced_library_compiles_that_file()
    {
        var app = await Samples.ApplicationAsync();
        var library = Samples.Library(app, "near");
        app.Body($"""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <ProjectReference Include="{library.File}" />
              </ItemGroup>
            """).Write("answer.c", "#include <near.h>\n#include \"answer.h\"\nint answer(void)\n{\n    return near();\n}\n");
        (await app.Run("build")).Succeeded();
        library.Write("src/near.c", library.Read("src/near.c").Replace('1', '2'));
        Assert.Equal(["libnear/near.c"], await RebuiltAsync(app));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task An_interrupted_build_is_taken_up_again()
    {
        var app = await BuiltAsync();
        app.Write("answer.c", "syntax error\n");
        (await app.Run("build", "--no-restore")).Failed("GCC");
        app.Write("answer.c", "#include \"answer.h\"\nint answer(void)\n{\n    return 42;\n}\n");
        Assert.Equal(["appapp/answer.c"], await RebuiltAsync(app));
        await UnchangedAsync(app);
    }

    [Fact]
    public async Task Another_compiler_of_the_same_name_compiles_everything()
    {
        var app = await BuiltAsync();
        var bin = Directory.CreateTempSubdirectory("uk-gcc-");
        try
        {
            var gcc = Path.Combine(bin.FullName, "gcc");
            await File.WriteAllTextAsync(gcc, "#!/bin/sh\nexec /usr/bin/gcc \"$@\"\n");
            File.SetUnixFileMode(gcc, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            // Older than every object, as that of a package is.
            File.SetLastWriteTimeUtc(gcc, DateTime.UnixEpoch);
            var path = new Dictionary<string, string?> { ["PATH"] = $"{bin.FullName}:{Environment.GetEnvironmentVariable("PATH")}" };
            var compiled = await CompiledAsync(path);
            Assert.Contains("appapp/main.c", compiled);
            Assert.InRange(compiled.Count(), 40, 1000);
            Assert.Empty(await CompiledAsync(path));
        }
        finally
        {
            bin.Delete(recursive: true);
        }

        async Task<IEnumerable<string>> CompiledAsync(Dictionary<string, string?> environment)
        {
            var (result, log) = await app.BuildWith(environment, "--no-restore");
            result.Succeeded();
            return log.Compiled();
        }
    }

    /// <summary>The application of <see cref="Samples" />, built. The tests of a class run one after the other and share it: each begins with its first state.</summary>
    private static async Task<TestProject> BuiltAsync()
    {
        var app = await Shared.Value;
        var fresh = await Samples.ApplicationAsync();
        foreach (var source in Directory.EnumerateFiles(app.Folder, "*.[ch]"))
            File.Delete(source);
        foreach (var file in Directory.EnumerateFiles(fresh.Folder))
            app.Write(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        (await app.Run("build", "--no-restore")).Succeeded();
        return app;
    }

    private static async Task<IEnumerable<string>> RebuiltAsync(TestProject app, params string[] arguments)
    {
        var (result, log) = await app.Build(["--no-restore", .. arguments]);
        result.Succeeded();
        Assert.Equal(1, log.Runs("BuildImage"));
        return log.Compiled().Order(StringComparer.Ordinal);
    }

    private static async Task UnchangedAsync(TestProject app, params string[] arguments)
    {
        var (result, log) = await app.Build(["--no-restore", .. arguments]);
        result.Succeeded();
        Assert.Equal(0, log.Runs("BuildImage"));
    }
}
