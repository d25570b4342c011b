using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary><c>dotnet run</c> boots the image; the guests are emulated, so that the tests say the same on every host.</summary>
public sealed class RunSpecs
{
    private const string Emulated = "-p:UkAccelerator=tcg";

    /// <summary>A guest that prints its words and does what the first one says; it returns their number, and one for its name.</summary>
    private static readonly Lazy<Task<TestProject>> Obedient = new(static async () =>
    {
        var app = (await Samples.ApplicationAsync("words"))
            .Write("answer.c", """
                #include "answer.h"

                int answer(void)
                {
                    volatile int *nowhere = (volatile int *)16;

                    return *nowhere;
                }

                """)
            .Write("main.c", """
                #include <stdio.h>
                #include <string.h>
                #include "answer.h"

                int main(int argc, char **argv)
                {
                    for (int i = 1; i < argc; i++)
                        printf("<%s>\n", argv[i]);
                    if (argc > 1 && !strcmp(argv[1], "wait"))
                        for (;;)
                            ;
                    return argc > 1 && !strcmp(argv[1], "crash") ? answer() : argc;
                }

                """);
        (await app.Run("build")).Succeeded();
        return app;
    });

    [Theory]
    [InlineData("microvm")]
    [InlineData("q35")]
    [InlineData("pc")]
    public async Task The_console_is_standard_output_and_the_status_of_main_the_exit_code(string machine)
    {
        var app = await Samples.BuiltApplicationAsync();
        var result = await app.Run("run", "--no-build", Emulated, $"-p:UkMachine={machine}");
        Assert.Contains("the answer is 42", result.Output, StringComparison.Ordinal);
        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public async Task Run_builds_first()
    {
        var app = await Samples.ApplicationAsync();
        Assert.Equal(7, (await app.Run("run", Emulated)).ExitCode);
        app.Write("answer.h", app.Read("answer.h").Replace("7", "9", StringComparison.Ordinal));
        Assert.Equal(9, (await app.Run("run", Emulated)).ExitCode);
    }

    [Fact]
    public async Task Arguments_of_main_stand_after_the_double_dash_or_in_the_launch_profile()
    {
        var app = await ObedientAsync();
        var result = await app.Run("run", "--no-build", Emulated, "--", "one", "two words", "-three");
        Assert.Contains("<one>", result.Output, StringComparison.Ordinal);
        Assert.Contains("<two words>", result.Output, StringComparison.Ordinal);
        Assert.Contains("<-three>", result.Output, StringComparison.Ordinal);
        Assert.Equal(4, result.ExitCode);

        app.Write("Properties/launchSettings.json", """
            {
              // The first is the default.
              "profiles": {
                "one": { "commandName": "Project", "commandLineArgs": "\"of profile\" \\\"one" },
                "two": { "commandName": "Project" },
              }
            }
            """);
        result = await app.Run("run", "--no-build", Emulated);
        Assert.Contains("<of profile>", result.Output, StringComparison.Ordinal);
        Assert.Contains("<\"one>", result.Output, StringComparison.Ordinal);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(2, (await app.Run("run", "--no-build", Emulated, "--launch-profile", "two", "-p:UkProgramArguments=property")).ExitCode);
        Assert.Equal(2, (await app.Run("run", "--no-build", Emulated, "--", "alone")).ExitCode);
        app.Write("Properties/launchSettings.json", "{ broken");
        result = await app.RunWith(new Dictionary<string, string?> { ["DOTNET_LAUNCH_PROFILE"] = "one" }, "run", "--no-build", "--no-launch-profile", Emulated);
        Assert.Contains("UK0041", result.Log, StringComparison.Ordinal);
        Assert.Equal(125, result.ExitCode);
    }

    [Fact]
    public async Task A_guest_that_never_ends_is_stopped_at_the_time_limit()
    {
        var result = await (await ObedientAsync()).Run("run", "--no-build", Emulated, "-p:UkRunTimeout=2", "--", "wait");
        Assert.Contains("UK3011", result.Log, StringComparison.Ordinal);
        Assert.Equal(124, result.ExitCode);
    }

    [Fact]
    public async Task A_crash_is_told_with_function_names()
    {
        var result = await (await ObedientAsync()).Run("run", "--no-build", Emulated, "--", "crash");
        Assert.Contains("UK9001", result.Log, StringComparison.Ordinal);
        Assert.Contains("answer+0x", result.Log, StringComparison.Ordinal);
        Assert.Contains("answer.c:", result.Log, StringComparison.Ordinal);
        Assert.Equal(126, result.ExitCode);
    }

    [Fact]
    public async Task Interrupting_the_launcher_ends_the_guest()
    {
        using var launcher = await LauncherProcess.StartAsync((await ObedientAsync()).Image, "wait");
        Assert.Equal("<wait>", (await launcher.ReadLineAsync()).Trim());
        var guests = launcher.Children();
        Assert.NotEmpty(guests);
        Assert.Equal(130, await launcher.InterruptAsync());
        Assert.All(guests, id => Assert.False(Directory.Exists($"/proc/{id}") && File.ReadAllText($"/proc/{id}/stat").Contains(") R", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_image_that_is_not_an_ELF_is_an_error()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("restore")).Succeeded();
        Directory.CreateDirectory(Path.GetDirectoryName(app.Image)!);
        await File.WriteAllTextAsync(app.Image, "no image");
        File.SetLastWriteTimeUtc(app.Image, DateTime.UtcNow.AddMinutes(1));
        var result = await app.Run("run", "--no-build", Emulated);
        Assert.Contains("UK3", result.Log, StringComparison.Ordinal);
        Assert.Contains("ELF", result.Log, StringComparison.Ordinal);
        Assert.Equal(125, result.ExitCode);
    }

    [Fact]
    public async Task A_missing_QEMU_is_an_error_that_says_what_to_install()
    {
        var app = await Samples.BuiltApplicationAsync();
        var tools = app.PathOf("tools");
        Directory.CreateDirectory(tools);
        var dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
        File.CreateSymbolicLink(Path.Combine(tools, "dotnet"), dotnet);
        var result = await app.RunWith(new Dictionary<string, string?> { ["PATH"] = tools }, "run", "--no-build", Emulated);
        Assert.Contains("UK3001", result.Log, StringComparison.Ordinal);
        Assert.Contains("qemu-system-x86", result.Log, StringComparison.Ordinal);
        Assert.Equal(125, result.ExitCode);
    }

    [Theory]
    [InlineData("-p:UkMachine=q36", "Did you mean 'q35'?")]
    [InlineData("-p:UkMemory=lots", "UkMemory is 'lots'")]
    [InlineData("-p:UkMemory=1M", "Give a guest 2M at least.")]
    [InlineData("-p:UkAccelerator=tgc", "Did you mean 'tcg'?")]
    [InlineData("-p:UkRunTimeout=soon", "UkRunTimeout is 'soon'")]
    public async Task A_wrong_value_of_a_run_property_is_an_error(string property, string expected)
    {
        var app = await Samples.BuiltApplicationAsync();
        var result = await app.Run("run", "--no-build", property);
        Assert.Contains("UK0017", result.Log, StringComparison.Ordinal);
        Assert.Contains(expected, result.Log, StringComparison.Ordinal);
        Assert.Equal(125, result.ExitCode);
    }

    [Fact]
    public async Task A_library_cannot_be_run_or_published()
    {
        var library = Samples.Library(await Samples.ApplicationAsync(), "still");
        (await library.Run("run")).Failed("UK0010");
        (await library.Run("publish")).Failed("UK0009");
    }

    private static async Task<TestProject> ObedientAsync()
    {
        var app = await Obedient.Value;
        // What another test has left.
        if (Directory.Exists(app.PathOf("Properties")))
            Directory.Delete(app.PathOf("Properties"), recursive: true);
        return app;
    }
}
