namespace Make.Tests;

/// <summary>Rebuild precision: what each change makes stale, and nothing else (docs/make.md, "What is rebuilt").</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly MakeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task First_build_makes_the_image_and_its_symbols()
    {
        var result = (await _tree.MakeAsync()).Succeeded();
        Assert.Equal(["CC appt: main.c", "CC appt: other.c", "CC liba: a.c", "CC libfakeplat: start.c"], result.Compiled.Order());
        Assert.Contains("main", await _tree.SymbolsAsync("build/t_fake-x86_64.dbg"));
        Assert.True(new FileInfo(_tree.At("build/t_fake-x86_64")).Length < new FileInfo(_tree.At("build/t_fake-x86_64.dbg")).Length);
    }

    [Fact]
    public async Task Second_build_does_nothing()
    {
        (await _tree.MakeAsync()).Succeeded();
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
    }

    [Fact]
    public async Task Comment_order_or_time_of_the_configuration_changes_nothing()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Write("config", "# a comment\nCONFIG_LIBA=y\n\nCONFIG_ARCH_X86_64=y\r\n");
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Compiled);
        File.SetLastWriteTimeUtc(_tree.At("config"), DateTime.UtcNow);
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Option_recompiles_just_the_objects_that_name_it()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Config("CONFIG_LIBA=y", "CONFIG_T_OPTION=y");
        Assert.Equal(["CC appt: main.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.Contains("with_option", await _tree.SymbolsAsync("build/appt.o"));
        _tree.Config("CONFIG_LIBA=y");
        Assert.Equal(["CC appt: main.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.DoesNotContain("with_option", await _tree.SymbolsAsync("build/appt.o"));
    }

    [Fact]
    public async Task Option_named_in_a_header_recompiles_its_users()
    {
        _tree.Write("liba/include/liba.h", "#include <uk/config.h>\n#ifdef CONFIG_T_VALUE\n#define LIBA_VALUE CONFIG_T_VALUE\n#else\n#define LIBA_VALUE 1\n#endif\nint a(void);\n");
        (await _tree.MakeAsync()).Succeeded();
        _tree.Config("CONFIG_LIBA=y", "CONFIG_T_VALUE=7");
        Assert.Equal(["CC liba: a.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Option_that_switches_a_source_links_it_in_and_out()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Config("CONFIG_LIBA=y", "CONFIG_LIBA_B=y");
        Assert.Equal(["CC liba: b.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.Contains("b", await _tree.SymbolsAsync("build/liba.o"));
        _tree.Config("CONFIG_LIBA=y");
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.DoesNotContain("b", await _tree.SymbolsAsync("build/liba.o"));
    }

    [Fact]
    public async Task Changed_library_flag_recompiles_that_library()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_CFLAGS-y += -DNEW=1\n");
        Assert.Equal(["CC appt: main.c", "CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled.Order());
        Assert.Contains("-DNEW=1", File.ReadAllText(_tree.At("build/appt/main.o.cmd")), StringComparison.Ordinal);
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
    }

    [Fact]
    public async Task Changed_file_flag_recompiles_that_file()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_OTHER_FLAGS-y += -DTEXT='\"x  y\"'\n");
        Assert.Equal(["CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
        _tree.Edit("app/Makefile.uk", "x  y", "x   y");
        Assert.Equal(["CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Removed_source_leaves_the_image()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Edit("app/Makefile.uk", "APPT_SRCS-y += $(APPT_BASE)/other.c\n", "");
        _tree.Edit("app/main.c", " + other()", "");
        File.Delete(_tree.At("app/other.c"));
        Assert.Equal(["CC appt: main.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.DoesNotContain("other", await _tree.SymbolsAsync("build/t_fake-x86_64.dbg"));
    }

    [Fact]
    public async Task Source_that_moved_is_compiled_at_its_new_place()
    {
        (await _tree.MakeAsync()).Succeeded();
        Directory.CreateDirectory(_tree.At("app/part"));
        File.Move(_tree.At("app/other.c"), _tree.At("app/part/other.c"));
        _tree.Edit("app/Makefile.uk", "/other.c", "/part/other.c");
        Assert.Equal(["CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
    }

    [Fact]
    public async Task Dependencies_written_relative_to_another_folder_make_their_object_stale()
    {
        (await _tree.MakeAsync()).Succeeded();
        // As ccache writes them, relative to the folder that make ran in.
        _tree.Edit("build/appt/other.d", _tree.At("app/"), "app/");
        Assert.Equal(["CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
    }

    [Fact]
    public async Task Source_that_is_listed_and_not_there_is_an_error()
    {
        (await _tree.MakeAsync()).Succeeded();
        File.Delete(_tree.At("app/other.c"));
        var result = await _tree.MakeAsync();
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"UK1025: the source {_tree.At("app/other.c")} does not exist.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_header_that_nobody_includes_any_more_is_no_error()
    {
        (await _tree.MakeAsync()).Succeeded();
        File.Delete(_tree.At("liba/include/liba.h"));
        _tree.Write("liba/a.c", "int a(void);\nint a(void) { return 3; }\n");
        Assert.Equal(["CC liba: a.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Changed_header_recompiles_its_users()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Edit("liba/include/liba.h", "1", "5");
        Assert.Equal(["CC liba: a.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Failed_compilation_after_a_flag_change_is_tried_again()
    {
        (await _tree.MakeAsync()).Succeeded();
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_OTHER_FLAGS-y += -include missing.h\n");
        Assert.NotEqual(0, (await _tree.MakeAsync()).ExitCode);
        Assert.NotEqual(0, (await _tree.MakeAsync()).ExitCode);
    }

    [Fact]
    public async Task Kill_between_the_record_and_the_object_is_repaired()
    {
        (await _tree.MakeAsync()).Succeeded();
        // The state after a kill: the new command is recorded, the object is the old one
        var command = File.ReadAllText(_tree.At("build/appt/other.o.cmd"));
        await Task.Delay(20);
        File.WriteAllText(_tree.At("build/appt/other.o.cmd"), command);
        Assert.Equal(["CC appt: other.c"], (await _tree.MakeAsync()).Succeeded().Compiled);
    }

    [Fact]
    public async Task Image_is_the_same_from_two_folders()
    {
        (await _tree.MakeAsync()).Succeeded();
        using var second = new MakeTree();
        (await second.MakeAsync()).Succeeded();
        Assert.Equal(File.ReadAllBytes(_tree.At("build/t_fake-x86_64")), File.ReadAllBytes(second.At("build/t_fake-x86_64")));
    }
}
