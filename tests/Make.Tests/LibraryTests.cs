using CliWrap;

namespace Make.Tests;

/// <summary>What a library may write beside sources and flags (build-interface 2.2 to 2.8), together in one library, as it is read and as it is linked.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly MakeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Preprocessed_sources_take_the_flags_of_all_scopes()
    {
        Library("""
            LIBX_SRCS-y += $(LIBX_BASE)/made.m4>.c
            LIBX_SRCS-y += $(LIBX_BASE)/table.awk>.h
            LIBX_SRCS-y += $(LIBX_BASE)/twice.awk>.c|isr
            M4FLAGS-y += -DGLOBAL=1
            LIBX_M4FLAGS-y += -DLIB=2
            LIBX_M4INCLUDES-y += -I$(LIBX_BASE)/m4
            LIBX_MADE_M4FLAGS-y += -DFILE=3
            LIBX_AWKFLAGS-y += -v lib=4
            LIBX_TABLE_AWKFLAGS-y += -v file=5
            LIBX_CINCLUDES-y += -I$(LIBX_BUILD)
            """);
        _tree.Write("x/m4/more.m4", "define(`MORE', `GLOBAL + LIB + FILE')");
        _tree.Write("x/made.m4", "include(`more.m4')#include \"table.h\"\nint made = MORE;\nint table = TABLE;\n");
        _tree.Write("x/table.awk", "BEGIN { print \"#define TABLE \" lib file }");
        _tree.Write("x/twice.awk", "BEGIN { print \"int twice = \" lib \";\" }");
        var steps = (await MakeAsync()).Succeeded().Steps;
        Assert.Superset(new HashSet<string> { "M4 libx: made.c", "AWK libx: table.h", "AWK libx: twice.c", "CC libx: made.c", "CC libx: twice.c [isr]" }, steps.ToHashSet());
        Assert.Contains("int made = 1 + 2 + 3;", File.ReadAllText(_tree.At("build/libx/made.c")), StringComparison.Ordinal);
        Assert.Equal("#define TABLE 45\n", File.ReadAllText(_tree.At("build/libx/table.h")));
        Assert.Contains("-D__INTERRUPTSAFE__", File.ReadAllText(_tree.At("build/libx/twice.isr.o.cmd")), StringComparison.Ordinal);
        Assert.Empty((await MakeAsync()).Succeeded().Steps);
        // A flag of the preprocessor is part of the command.
        _tree.Edit("x/Makefile.uk", "-DFILE=3", "-DFILE=6");
        Assert.Contains("M4 libx: made.c", (await MakeAsync()).Succeeded().Steps);
        Assert.Contains("1 + 2 + 6", File.ReadAllText(_tree.At("build/libx/made.c")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_archives_and_parts_for_every_library_are_linked_and_local_symbols_hidden()
    {
        Library("""
            LIBX_SRCS-y += $(LIBX_BASE)/x.c
            LIBX_OBJS-y += $(LIBX_BASE)/ready.o
            LIBX_ALIBS-y += $(LIBX_BASE)/libready.a
            LIBX_LDEPS-y += $(LIBX_BASE)/depends
            LIBX_LDFLAGS-y += -Wl,--defsym=by_flag=1
            EACHOLIB_SRCS-y += $(LIBX_BASE)/each.c
            """);
        _tree.Write("x/x.c", "int x(void);\nint from_archive(void);\nint hidden(void);\nint hidden(void) { return 1; }\nint x(void) { return from_archive(); }\n");
        _tree.Write("x/each.c", "#define P_(a, b) a##b\n#define P(a, b) P_(a, b)\nint P(each_, __LIBNAME__);\n");
        _tree.Write("x/localsyms.uk", "# one\nhidden\n");
        _tree.Write("x/depends", "1");
        foreach (var (file, name) in new[] { ("ready", "ready"), ("archived", "from_archive") })
        {
            _tree.Write($"x/{file}.c", $"int {name}(void);\nint {name}(void) {{ return 1; }}\n");
            await Cli.Wrap("gcc").WithArguments(["-c", "-fno-pic", "-ffreestanding", _tree.At($"x/{file}.c"), "-o", _tree.At($"x/{file}.o")]).ExecuteAsync();
        }

        await Cli.Wrap("ar").WithArguments(["rcs", _tree.At("x/libready.a"), _tree.At("x/archived.o")]).ExecuteAsync();
        (await MakeAsync()).Succeeded();
        var symbols = (await _tree.SymbolsAsync("build/libx.o")).ToHashSet();
        Assert.Superset(new HashSet<string> { "x", "ready", "from_archive", "by_flag", "each_libx" }, symbols);
        Assert.DoesNotContain("hidden", symbols);
        Assert.Contains("each_appt", await _tree.SymbolsAsync("build/appt.o"));
        File.SetLastWriteTimeUtc(_tree.At("x/depends"), DateTime.UtcNow.AddSeconds(2));
        Assert.Contains("LD libx.ld.o", (await MakeAsync()).Succeeded().Steps);
    }

    [Fact]
    public async Task Rules_late_flags_folders_and_further_dependencies_have_their_effect()
    {
        Library("""
            $(eval $(call uk_libparam_libprefix_set,libx,pre))
            $(call verbose_include,$(LIBX_BASE)/more.mk)
            $(call mk_sub_libbuild_dir,libx,sub)
            $(call mk_sub_build_dir,libx/linked)
            $(eval $(call addlib_s,liboff,n))
            $(call mk_sub_build_dir,liboff/linked)
            $(LIBX_BUILD)/linked/%.h: $(LIBX_BASE)/%.h
            	$(call verbose_cmd,LN,libx':' $(notdir $@),ln -sf $< $@)
            UK_PREPARE-y += $(LIBX_BUILD)/linked/made.h
            LIBX_CINCLUDES-y += -I$(LIBX_BUILD)/linked
            LIBX_SRCS-y += $(LIBX_BASE)/x.c
            LIBX_SRCS-y += $(LIBX_BUILD)/sub/ruled.c
            LIBX_X_SUBBUILD := deep
            LIBX_X_CDEPS-y += $(LIBX_BASE)/stamp
            $(LIBX_BUILD)/sub/ruled.c: $(LIBX_BASE)/ruled.in
            	$(call build_cmd,GEN,libx,$@,cp $< $@)
            UK_PREPROCESS-y += $(LIBX_BUILD)/stage
            $(LIBX_BUILD)/stage:
            	$(call verbose_cmd,GEN,libx: stage,echo done >$@)
            LIBX_CLEAN-y += $(LIBX_BUILD)/stage
            LIBX_SRCS-y += $(LIBX_BASE)/part.ld
            LIBX_SRCS-y += $(LIBX_BASE)/other.lds.S
            """);
        _tree.Write("x/more.mk", "LIBX_CFLAGS-y += -DINCLUDED=1\n");
        _tree.Write("x/Makefile.build", "LIBX_CFLAGS-y += -DLATE=1 -DARCH_$(call ukarch_str2cfg)\n");
        _tree.Write("x/made.h", "#define MADE 1\n");
        _tree.Write("x/x.c", "#include <made.h>\nint x = INCLUDED + LATE + MADE;\nint in_part __attribute__((section(\".part\"))) = 1;\n");
        _tree.Write("x/ruled.in", "int ruled;\n");
        _tree.Write("x/stamp", "1");
        _tree.Write("x/part.ld", "SECTIONS { .part : { part_start = .; KEEP(*(.part)) } } INSERT AFTER .data;\n");
        _tree.Write("x/other.lds.S", "#include <uk/config.h>\n#ifdef CONFIG_LIBX\nSECTIONS { .other : { other_start = .; } } INSERT AFTER .part;\n#endif\n");
        (await MakeAsync()).Succeeded();
        Assert.Superset(new HashSet<string> { "part_start", "in_part", "other_start" }, (await _tree.SymbolsAsync("build/t_fake-x86_64.dbg")).ToHashSet());
        Assert.False(Directory.Exists(_tree.At("build/liboff")));
        Assert.Matches("-DUK_LIBPARAM_LIBPREFIX=pre .*-DINCLUDED=1 -DLATE=1 -DARCH_x86_64", File.ReadAllText(_tree.At("build/libx/deep/x.o.cmd")));
        Assert.Equal($"cp {_tree.At("x/ruled.in")} {_tree.At("build/libx/sub/ruled.c")}", File.ReadAllText(_tree.At("build/libx/sub/ruled.c.cmd")).Trim());
        Assert.Empty((await MakeAsync()).Succeeded().Steps);

        File.SetLastWriteTimeUtc(_tree.At("x/stamp"), DateTime.UtcNow.AddSeconds(2));
        Assert.Equal(["CC libx: x.c"], (await MakeAsync()).Succeeded().Compiled);
        (await MakeAsync("preprocess")).Succeeded();
        Assert.True(File.Exists(_tree.At("build/libx/stage")));
        (await MakeAsync("clean-libx")).Succeeded();
        Assert.False(File.Exists(_tree.At("build/libx/stage")));
    }

    private void Library(string makefile)
    {
        _tree.Write("x/Makefile.uk", "$(eval $(call addlib_s,libx,$(CONFIG_LIBX)))\n" + makefile);
        _tree.Config("CONFIG_LIBA=y", "CONFIG_LIBX=y");
    }

    // The link script of the tree is too short for what the linker likes to see.
    private Task<MakeResult> MakeAsync(params string[] arguments) =>
        _tree.MakeAsync([$"L={_tree.At("liba")}:{_tree.At("x")}", "UK_LDFLAGS=-Wl,--no-warn-rwx-segments", .. arguments]);
}
