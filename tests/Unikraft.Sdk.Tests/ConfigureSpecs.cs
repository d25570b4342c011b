using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>The targets that explain and change a configuration, on the packed SDK.</summary>
public sealed class ConfigureSpecs
{
    private const string Defconfig = "# why we need this\nCONFIG_GREETING_LOUD=y\n\n# the end\n";

    [Fact]
    public async Task A_symbol_is_explained_with_what_blocks_it_and_the_items_that_would_allow_it()
    {
        var app = await GreeterAsync();
        var log = (await app.Run("build", "-t:UkExplain", "-p:Symbol=CONFIG_GREETING_COUNT", "-p:Value=5")).Succeeded().HasNoWarning().Log;
        Assert.Contains("GREETING_COUNT = ", log, StringComparison.Ordinal);
        Assert.Contains("depends on GREETING: BLOCKS, is n (GREETING = n)", log, StringComparison.Ordinal);
        Assert.Contains("to get 5: <UkConfig Include=\"GREETING\" Value=\"y\" />", log, StringComparison.Ordinal);
        Assert.Contains("to get 5: <UkConfig Include=\"GREETING_COUNT\" Value=\"5\" />", log, StringComparison.Ordinal);
        Assert.False(File.Exists(app.Image));

        (await app.Run("build", "--no-restore", "-t:UkExplain", "-p:Symbol=GREETNG")).Failed("UK1301", "Did you mean 'GREETING'?");
        (await app.Run("build", "--no-restore", "-t:UkExplain")).Failed("UK0021", "-p:Symbol=");
        var library = Samples.Library(app, "plain");
        (await library.Run("build", "-t:UkExplain", "-p:Symbol=GREETING")).Failed("UK0025", "has no configuration of its own");
    }

    [Fact]
    public async Task A_saved_defconfig_keeps_comments_gives_the_same_configuration_and_is_an_input_of_the_build()
    {
        var app = await GreeterAsync("<PropertyGroup><UkDefconfig>my.defconfig</UkDefconfig></PropertyGroup><ItemGroup><UkConfig Include=\"GREETING\" Value=\"y\" /></ItemGroup>");
        app.Write("my.defconfig", Defconfig);
        (await app.Run("build", "-t:UkListNewConfig")).Succeeded();
        (await app.Run("build", "--no-restore")).Succeeded().HasNoWarning();
        var built = app.Read("obj/Debug/kvm/.config");
        Assert.Contains("CONFIG_GREETING_LOUD=y", built, StringComparison.Ordinal);

        // The value of the project file is in the minimal defconfig, too; what is a default is not.
        (await app.Run("build", "--no-restore", "-t:UkSaveDefconfig")).Succeeded();
        Assert.Equal("# why we need this\nCONFIG_GREETING_LOUD=y\n\n# the end\nCONFIG_GREETING=y\n", app.Read("my.defconfig"));
        (await app.Run("build", "--no-restore", "-t:UkSaveDefconfig", "-p:UkDefconfigOutput=other/small.defconfig")).Succeeded();
        Assert.Equal("CONFIG_GREETING=y\nCONFIG_GREETING_LOUD=y\n", app.Read("other/small.defconfig"));

        app.Write("my.defconfig", app.Read("my.defconfig").Replace("CONFIG_GREETING_LOUD=y", "CONFIG_GREETING_COUNT=9", StringComparison.Ordinal));
        (await app.Run("build", "--no-restore")).Succeeded();
        Assert.Contains("CONFIG_GREETING_COUNT=9", app.Read("obj/Debug/kvm/.config"), StringComparison.Ordinal);

        Assert.DoesNotContain("CONFIG_", (await app.Run("build", "--no-restore", "-t:UkListNewConfig")).Succeeded().Log, StringComparison.Ordinal);
        app.Write("old.config", "CONFIG_GREETING=y\n");
        var news = (await app.Run("build", "--no-restore", "-t:UkListNewConfig", "-p:UkOldConfig=old.config")).Succeeded().Log;
        Assert.Contains("CONFIG_GREETING_COUNT=9  # How often, ", news, StringComparison.Ordinal);
        Assert.DoesNotContain("CONFIG_GREETING=y", news, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_menu_on_a_terminal_changes_the_defconfig_and_loses_nothing_of_it()
    {
        var app = await GreeterAsync("<PropertyGroup><UkDefconfig>my.defconfig</UkDefconfig></PropertyGroup><ItemGroup><UkConfig Include=\"GREETING\" Value=\"y\" /></ItemGroup>");
        app.Write("my.defconfig", Defconfig);
        (await app.Run("build", "-t:UkMenuconfig")).Failed("UK0023", "has no terminal", "-m:1");
        Assert.Equal(Defconfig, app.Read("my.defconfig"));

        var sdk = await PackedSdk.GetAsync();
        using (var terminal = Terminal.Start(app.Folder, "dotnet build --no-restore -t:UkMenuconfig", sdk.Packages))
        {
            await terminal.When("Q quit", "/GREETING_COUNT");
            await terminal.When("GREETING_COUNT = 3", "\r");
            await terminal.When("(3) How often", "\r");
            await terminal.When("Enter takes the value", "\u007f42\r");
            await terminal.When("(42) How often", "?");
            await terminal.When("value: set by you", "x");
            await terminal.When("Q quit", "/GREETING_LOUD\r");
            await terminal.When("[*] Loud", "n");
            await terminal.When("[ ] Loud", "/CONFIG_GREETING\r");
            await terminal.When("Greeting", "n");
            await terminal.When("app.ukproj", "q");
            Assert.Equal(0, await terminal.EndAsync());
            Assert.Contains("my.defconfig: 2 changed.", terminal.Output, StringComparison.Ordinal);
        }

        Assert.Equal("# why we need this\n# CONFIG_GREETING_LOUD is not set\n\n# the end\nCONFIG_GREETING_COUNT=42\n", app.Read("my.defconfig"));
        using (var terminal = Terminal.Start(app.Folder, "dotnet build --no-restore -t:UkExplain -p:Symbol=GREETING_COUNT", sdk.Packages))
        {
            Assert.Equal(0, await terminal.EndAsync());
            Assert.Contains($"value: set at {app.PathOf("my.defconfig")}:5", terminal.Output, StringComparison.Ordinal);
        }

        (await app.Body("<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /></ItemGroup>").Run("build", "-t:UkMenuconfig")).Failed("UK0022", "app.defconfig");
    }

    [Fact]
    public async Task The_menu_of_make_changes_the_configuration_on_a_terminal_alone()
    {
        var app = await GreeterAsync();
        (await app.Run("build")).Succeeded();
        var config = app.Read("obj/Debug/kvm/.config");
        Assert.DoesNotContain("GREETING_COUNT", config, StringComparison.Ordinal);
        var make = $"make -C {app.Generated} menuconfig";
        var refused = await Cli.Wrap("sh").WithArguments(["-c", $"{make} 2>&1 </dev/null | cat"]).ExecuteBufferedAsync();
        Assert.Contains("UK0051", refused.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(config, app.Read("obj/Debug/kvm/.config"));

        var sdk = await PackedSdk.GetAsync();
        using (var terminal = Terminal.Start(app.Folder, make, sdk.Packages))
        {
            await terminal.When("Q quit", "/CONFIG_GREETING\r");
            await terminal.When("[ ] Greeting", "y");
            await terminal.When("[*] Greeting", "q");
            Assert.Equal(0, await terminal.EndAsync());
        }

        // What the answer makes visible gets its default; all else is as it was.
        Assert.Equal(
            config.Replace("# CONFIG_GREETING is not set\n", "CONFIG_GREETING=y\n", StringComparison.Ordinal),
            app.Read("obj/Debug/kvm/.config").Replace("CONFIG_GREETING_COUNT=3\n", "", StringComparison.Ordinal));
        Assert.Contains("CONFIG_GREETING_COUNT=3\n", app.Read("obj/Debug/kvm/.config"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kconfig_files_run_commands_only_when_the_project_allows_it()
    {
        var app = await GreeterAsync("<ItemGroup><UkMicrolibrary Include=\"lib-asks\" Root=\"asks/\" /></ItemGroup>");
        app.Write("asks/Makefile.uk", "$(eval $(call addlib_s,libasks,$(CONFIG_LIBASKS)))\n").Write("asks/Config.uk", "config ASKED\n\tstring\n\tdefault \"$(shell,echo answered)\"\n");
        (await app.Run("build", "-t:UkExplain", "-p:Symbol=ASKED")).Failed("UK1210", "Config.uk(3", "UkAllowShell");
        Assert.Contains("ASKED = \"answered\"", (await app.Run("build", "--no-restore", "-t:UkExplain", "-p:Symbol=ASKED", "-p:UkAllowShell=true")).Succeeded().Log, StringComparison.Ordinal);
    }

    /// <summary>An application with three options of its own.</summary>
    private static async Task<TestProject> GreeterAsync(string body = "") => (await Samples.ApplicationAsync()).Body($"""
          <ItemGroup>
            <UkSelect Include="LIBNOLIBC" />
            <UkOption Include="GREETING" Type="bool" Prompt="Greeting" />
            <UkOption Include="GREETING_LOUD" Type="bool" Prompt="Loud" />
            <UkOption Include="GREETING_COUNT" Type="int" Prompt="How often" Default="3" DependsOn="GREETING" />
          </ItemGroup>
        {body}
        """);
}
