using CliWrap;
using CliWrap.Buffered;

namespace Make.Tests;

/// <summary>Goals and variables of the make interface (build-interface 1): each does what it says, and a wrong value is a coded error.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly MakeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_build_with_nothing_to_do_starts_no_process()
    {
        // Every process make starts goes through SHELL, also those of $(shell ...) while it reads; this one keeps a list.
        _tree.Write("shell", $"#!/bin/sh\necho \"$@\" >>{_tree.At("processes")}\nexec /bin/sh \"$@\"\n");
        await Cli.Wrap("chmod").WithArguments(["+x", _tree.At("shell")]).ExecuteAsync();
        (await _tree.MakeAsync($"SHELL={_tree.At("shell")}")).Succeeded();
        Assert.True(File.ReadLines(_tree.At("processes")).Count() > 8, "the first build is seen");
        File.Delete(_tree.At("processes"));
        Assert.Empty((await _tree.MakeAsync($"SHELL={_tree.At("shell")}")).Succeeded().Steps);
        Assert.False(File.Exists(_tree.At("processes")), "a process was started");
    }

    [Theory]
    [InlineData("UK1021", "V=3")]
    [InlineData("UK1021", "N=a/b")]
    [InlineData("UK1021", "N=a b")]
    [InlineData("UK1021", "COMPILER=icc")]
    [InlineData("UK1021", "ARCH=riscv")]
    [InlineData("UK1021", "UK_IMAGE_NAME_OVERWRITE=../x")]
    [InlineData("UK1011", "C=config")]
    [InlineData("UK1013", "E=/nonexistent")]
    [InlineData("UK1013", "P=/nonexistent")]
    [InlineData("UK1023", "UK_CLFAGS=-O2")]
    [InlineData("UK1023", "LL=/lib")]
    [InlineData("UK1024", "imagse")]
    [InlineData("UK1024", "liboff")]
    [InlineData("UK1003", "menuconfig")]
    [InlineData("UK1003", "defconfig")]
    public async Task A_wrong_value_goal_or_variable_is_a_coded_error(string code, string argument)
    {
        _tree.Write("off/Makefile.uk", "$(eval $(call addlib_s,liboff,$(CONFIG_LIBOFF)))\n");
        var libraries = $"L={_tree.At("liba")}:{_tree.At("off")}";
        (await _tree.MakeAsync(libraries, "syncconfig")).Succeeded();
        var result = await _tree.MakeAsync(libraries, argument);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("defconfig")]
    [InlineData("olddefconfig")]
    [InlineData("savedefconfig")]
    [InlineData("menuconfig")]
    [InlineData("allyesconfig")]
    [InlineData("allnoconfig")]
    [InlineData("randconfig")]
    public async Task A_configuration_goal_goes_to_the_configurator_without_a_configuration(string goal)
    {
        File.Delete(_tree.At("config"));
        _tree.Write("configurator", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        await Cli.Wrap("chmod").WithArguments(["+x", _tree.At("configurator")]).ExecuteAsync();
        var told = (await _tree.MakeAsync($"UK_CONFIGURATOR={_tree.At("configurator")}", $"UK_DEFCONFIG={_tree.At("defconfig")}", goal)).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [goal, $"core={_tree.At("core")}", $"app={_tree.At("app")}", $"libraries={_tree.At("liba")}:{_tree.At("plat")}", $"build={_tree.At("build")}", $"config={_tree.At("config")}", "name=t", $"defconfig={_tree.At("defconfig")}"],
            told);
        Assert.Contains("UK1003", (await _tree.MakeAsync(goal)).Errors, StringComparison.Ordinal);
        Assert.Contains("UK1011", (await _tree.MakeAsync(goal, "UK_CONFIGURATOR=true", "UK_DEFCONFIG=defconfig")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config")]
    [InlineData("oldconfig")]
    [InlineData("nconfig")]
    [InlineData("xconfig")]
    [InlineData("gconfig")]
    [InlineData("kmenuconfig")]
    [InlineData("guiconfig")]
    [InlineData("ukconfig")]
    public async Task A_configuration_goal_nobody_offers_is_a_coded_error(string goal) =>
        Assert.Contains("UK1003", (await _tree.MakeAsync("UK_CONFIGURATOR=true", goal)).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Every_goal_does_its_part()
    {
        async Task<string> Output(params string[] goals) => (await _tree.MakeAsync(goals)).Succeeded().Output;
        Assert.Equal("0.17.0~embedded\n", await Output("print-version"));
        Assert.Contains("print-libs", await Output("help"), StringComparison.Ordinal);
        Assert.Contains("UK_VERSION=0\n", (await Output("print-vars", "VARS=UK_VERS%")).Replace("UK_VERSION = 0", "UK_VERSION=0", StringComparison.Ordinal), StringComparison.Ordinal);
        await Output("syncconfig");
        Assert.True(File.Exists(_tree.At("build/include/uk/bits/config.h")));
        await Output("fetch");
        await Output("prepare");
        await Output("preprocess");
        Assert.Equal("appt liba libfakeplat\n", await Output("print-libs"));
        Assert.Contains($"appt:\n   {_tree.At("app/main.c")}\n", await Output("print-srcs"), StringComparison.Ordinal);
        Assert.Contains($"liba:\n   {_tree.At("build/liba/a.o")}\n", await Output("print-objs"), StringComparison.Ordinal);
        Assert.Contains("link.lds", await Output("print-lds"), StringComparison.Ordinal);
        Assert.Contains("main.c", await Output("print-loc"), StringComparison.Ordinal);
        await Output("print-syscalls");

        await Output("objs");
        Assert.False(File.Exists(_tree.At("build/liba.o")));
        // It ended well, so the next run need not look for what a kill left.
        Assert.Empty(await File.ReadAllTextAsync(_tree.At("build/begun")));
        await Output("liba");
        Assert.True(File.Exists(_tree.At("build/liba.o")));
        Assert.False(File.Exists(_tree.At("build/appt.o")));
        await Output("libs");
        Assert.True(File.Exists(_tree.At("build/appt.o")));
        await Output("images");
        Assert.True(File.Exists(_tree.At("build/t_fake-x86_64")));
        foreach (var product in new[] { "appt/main.o", "appt.ld.o", "appt.o", "t_fake-x86_64.dbg" })
            Assert.True(File.Exists(_tree.At($"build/{product}.cmd")), product);
        await Output("clean-liba");
        Assert.Equal(["CC liba: a.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        await Output("clean-libs");
        Assert.Equal(4, (await _tree.MakeAsync()).Succeeded().Compiled.Count);
        await Output("distclean");
        Assert.False(Directory.Exists(_tree.At("build")));
        Assert.False(File.Exists(_tree.At("config")));
    }

    [Fact]
    public async Task Variables_of_the_command_line_take_effect_and_those_of_the_environment_do_not()
    {
        (await _tree.MakeAsync("N=other", "UK_CFLAGS=-DGIVEN=1", "UK_LDFLAGS=-Wl,--defsym=given=1", "V=1")).Succeeded();
        Assert.Contains("given", await _tree.SymbolsAsync("build/other_fake-x86_64.dbg"));
        Assert.Contains("-DGIVEN=1", File.ReadAllText(_tree.At("build/appt/main.o.cmd")), StringComparison.Ordinal);

        // UK_LDEPS: a file that makes the image again
        _tree.Write("extra", "1");
        (await _tree.MakeAsync($"UK_LDEPS={_tree.At("extra")}", "UK_IMAGE_NAME_OVERWRITE=whole.img")).Succeeded();
        Assert.True(File.Exists(_tree.At("build/whole.img")));
        _tree.Write("extra", "2");
        File.SetLastWriteTimeUtc(_tree.At("extra"), DateTime.UtcNow.AddSeconds(2));
        Assert.Contains("LD whole.img.dbg", (await _tree.MakeAsync($"UK_LDEPS={_tree.At("extra")}", "UK_IMAGE_NAME_OVERWRITE=whole.img")).Succeeded().Steps);

        // E with two entries leaves out both
        _tree.Write("libc/Makefile.uk", "$(eval $(call addlib,libc))\n");
        var two = $"L={_tree.At("liba")}:{_tree.At("libc")}";
        Assert.Equal("appt libfakeplat\n", (await _tree.MakeAsync(two, $"E={_tree.At("libc")}:{_tree.At("liba")}", "print-libs")).Succeeded().Output);

        var result = await Cli.Wrap("make").WithArguments(["-C", _tree.At("core"), $"C={_tree.At("config")}", $"O={_tree.At("none")}", "print-libs"])
            .WithEnvironmentVariables(e => e.Set("A", _tree.At("app")).Set("L", "/nonexistent").Set("V", "1").Set("N", "a/b"))
            .ExecuteBufferedAsync();
        Assert.DoesNotContain("appt", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_read_the_same_commands()
    {
        (await _tree.MakeAsync()).Succeeded();
        var first = Commands();
        (await _tree.MakeAsync("properclean")).Succeeded();
        (await _tree.MakeAsync("-j2")).Succeeded();
        Assert.Equal(first, Commands());

        List<string> Commands() => [.. Directory.GetFiles(_tree.At("build"), "*.cmd", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => f + File.ReadAllText(f))];
    }
}
