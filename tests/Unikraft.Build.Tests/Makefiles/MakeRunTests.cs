using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Tests.Makefiles;

/// <summary>Runs real make on small makefiles.</summary>
public sealed class MakeRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Errors_of_the_compiler_come_with_file_line_and_column()
    {
        var source = folder.File("bad.c", "int main(void)\n{\n\treturn x;\n}\n");
        folder.File("Makefile", "all:\n\t@gcc -c bad.c -o bad.o\n");
        var result = await Run().ExecuteAsync();
        Assert.False(result.Succeeded);
        var error = Assert.Single(result.Diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal((source, 3, 16), (error.File, error.Line, error.Column));
    }

    [Fact]
    public async Task Variables_arrive_and_the_environment_does_not()
    {
        folder.File("Makefile", "all:\n\t@echo \"$(A) [$(CFLAGS)] [$(MAKELEVEL)] $$LC_ALL\"\n");
        var run = Run() with { Variables = [("A", "/some/app")] };
        Environment.SetEnvironmentVariable("CFLAGS", "-Dbad");
        try
        {
            var lines = new List<string>();
            Assert.True((await run.ExecuteAsync(e => lines.Add(e.Line))).Succeeded);
            Assert.Equal(["/some/app [] [0] C"], lines);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CFLAGS", null);
        }
    }

    [Fact]
    public async Task A_missing_make_or_compiler_is_one_error_that_names_the_package()
    {
        folder.File("Makefile", "all:\n");
        var noMake = await (Run() with { Make = "/nonexistent/make" }).ExecuteAsync();
        Assert.Contains("apt install make", Assert.Single(noMake.Diagnostics, d => d.Code == "UK1031").Remedy, StringComparison.Ordinal);
        var noCompiler = await (Run() with { Compiler = "/nonexistent/gcc" }).ExecuteAsync();
        Assert.Contains("apt install gcc", Assert.Single(noCompiler.Diagnostics, d => d.Code == "UK1031").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ends_make_and_nothing_of_it_is_left()
    {
        var marker = Path.Combine(folder.Path, "late");
        folder.File("Makefile", $"all:\n\t@sleep 3; touch {marker}\n");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var result = await Run().ExecuteAsync(cancellation: cancel.Token);
        Assert.Equal("UK1035", Assert.Single(result.Diagnostics).Code);
        Assert.True(result.Duration < TimeSpan.FromSeconds(2.5), $"It took {result.Duration}.");
        await Task.Delay(TimeSpan.FromSeconds(3.2));
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task A_recipe_that_ignores_the_signal_is_killed_after_the_grace_period()
    {
        folder.File("Makefile", "all:\n\t@trap '' TERM INT; sleep 20 & wait; sleep 20\n");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var result = await (Run() with { GracePeriod = TimeSpan.FromMilliseconds(300) }).ExecuteAsync(cancellation: cancel.Token);
        Assert.Equal("UK1035", Assert.Single(result.Diagnostics).Code);
        Assert.True(result.Duration < TimeSpan.FromSeconds(10), $"It took {result.Duration}.");
    }

    private MakeRun Run() => new() { CoreRoot = folder.Path, SourceFolders = [folder.Path] };
}
