using System.Security.Cryptography;
using CliWrap;

namespace Make.Tests;

/// <summary>Registration, sources, symbols, origins, parameters: what a Makefile.uk may rely on.</summary>
public sealed class InterfaceTests : IDisposable
{
    private readonly MakeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Reading_the_tree_starts_no_process()
    {
        // With an empty PATH any $(shell tool) would fail or print; only the recipe's builtin echo may run
        var result = (await _tree.MakeAsync("prepare")).Succeeded();
        result = (await _tree.MakeWithAsync("/nonexistent", "print-srcs")).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Contains("main.c", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_library_is_not_compiled_but_its_base_is_known()
    {
        _tree.Config();
        _tree.Edit("app/main.c", "a() + ", "");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_CINCLUDES-y += -I$(LIBA_BASE)/include\n");
        var result = (await _tree.MakeAsync()).Succeeded();
        Assert.DoesNotContain(result.Compiled, step => step.Contains("liba", StringComparison.Ordinal));
        Assert.Contains("/liba/include", File.ReadAllText(_tree.At("build/appt/main.o.cmd")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree.At("build/liba")));
    }

    [Fact]
    public async Task Variants_compile_a_file_once_each()
    {
        _tree.Write("app/v.c", "#define P_(a, b) a##b\n#define P(a, b) P_(a, b)\nint P(v_, __VARIANT__);\n");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_SRCS-y += $(APPT_BASE)/v.c|v1|isr\nAPPT_V_V1_FLAGS-y += -DONLY_V1\n");
        (await _tree.MakeAsync()).Succeeded();
        Assert.Contains("v_v1", await _tree.SymbolsAsync("build/appt/v.v1.o"));
        Assert.Contains("-mgeneral-regs-only", File.ReadAllText(_tree.At("build/appt/v.isr.o.cmd")), StringComparison.Ordinal);
        Assert.Contains("-DONLY_V1", File.ReadAllText(_tree.At("build/appt/v.v1.o.cmd")), StringComparison.Ordinal);
        Assert.DoesNotContain("-DONLY_V1", File.ReadAllText(_tree.At("build/appt/v.isr.o.cmd")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Library_that_is_a_program_for_make_builds_as_it_is()
    {
        // What libraries of the subset S4 use (build-interface 5): C++ under all its names, define, include, uc, macros of thread-local storage, a rule
        _tree.Write("prog/Makefile.rules", """
            $(eval $(call ukarch_tls_tcb_reserve,256))
            define prog_unit
            $(call uc,$(1))_SRCS-y += $(LIBPROG_BASE)/$(2)
            endef
            """);
        _tree.Write("prog/Makefile.uk", """
            $(eval $(call addlib_s,libprog,$(CONFIG_LIBPROG)))
            include $(LIBPROG_BASE)/units.mk
            CXXINCLUDES-$(CONFIG_LIBPROG) += -I$(LIBPROG_BASE)/include
            LIBPROG_CXXFLAGS-y += -std=gnu++17 -DLIB=1
            LIBPROG_CXXFLAGS-$(call gcc_version_ge,4,0) += -DNEW_COMPILER
            LIBPROG_TWO_FLAGS-y += -DFILE=2
            LIBPROG_CFLAGS-y += -DONLY_C
            $(LIBPROG_BUILD)/made.h:
            	$(call verbose_cmd,GEN,libprog: made.h,echo 'enum { made = 7 };' >$@)
            UK_PREPARE-$(CONFIG_LIBPROG) += $(LIBPROG_BUILD)/made.h
            LIBPROG_CXXINCLUDES-y += -I$(LIBPROG_BUILD)
            """);
        var sources = new[] { "one.cc", "two.cpp", "three.cxx", "four.C", "five.c++" };
        _tree.Write("prog/units.mk", string.Concat(sources.Select(s => $"$(eval $(call prog_unit,libprog,{s}))\n")));
        _tree.Write("prog/include/prog.hpp", "#include \"made.h\"\ntemplate <int N> struct prog { static int value() { return N + made + LIB; } };\n");
        foreach (var source in sources)
            _tree.Write($"prog/{source}", $"#include <prog.hpp>\n#ifdef ONLY_C\n#error C\n#endif\nextern \"C\" int {Path.GetFileNameWithoutExtension(source)}() {{ return prog<NEW_COMPILER>::value(); }}\n");
        _tree.Edit("app/main.c", "int a(void);", "int a(void);\nint one(void);\nint five(void);");
        _tree.Edit("app/main.c", "return a()", "return one() + five() + a()");
        _tree.Config("CONFIG_LIBA=y", "CONFIG_LIBPROG=y");
        var result = (await _tree.MakeAsync($"L={_tree.At("liba")}:{_tree.At("prog")}")).Succeeded();
        Assert.Equal(sources.Select(s => $"CXX libprog: {s}"), result.Steps.Where(s => s.StartsWith("CXX", StringComparison.Ordinal)));
        Assert.Superset(new HashSet<string> { "one", "five", "main" }, (await _tree.SymbolsAsync("build/t_fake-x86_64.dbg")).ToHashSet());
        var command = File.ReadAllText(_tree.At("build/libprog/two.o.cmd"));
        Assert.Matches(@"^\s*g\+\+ .*-fno-exceptions -fno-rtti .*-std=gnu\+\+17 -DLIB=1.* -DFILE=2 .*-D__LIBNAME__=libprog -D__BASENAME__=two.cpp .* -c \S+/two.cpp -o ", command);
        Assert.Empty((await _tree.MakeAsync($"L={_tree.At("liba")}:{_tree.At("prog")}")).Succeeded().Steps);
    }

    [Fact]
    public async Task Two_sources_for_one_object_are_refused()
    {
        _tree.Write("app/sub/other.c", "int more;\n");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_SRCS-y += $(APPT_BASE)/sub/other.c\n");
        Assert.Contains("UK1017", (await _tree.MakeAsync()).Errors, StringComparison.Ordinal);
        _tree.Edit("app/Makefile.uk", "sub/other.c", "sub/other.c|sub");
        (await _tree.MakeAsync()).Succeeded();
        Assert.Contains("more", await _tree.SymbolsAsync("build/appt.o"));
    }

    [Fact]
    public async Task Tree_libraries_keep_equal_names_apart()
    {
        _tree.Write("app/sub/other.c", "int more;\n");
        _tree.Edit("app/Makefile.uk", "addlib,", "addlib_tree,");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_SRCS-y += $(APPT_BASE)/sub/other.c\n");
        (await _tree.MakeAsync()).Succeeded();
        Assert.True(File.Exists(_tree.At("build/appt/build/sub/other.o")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONFIG_OPTIMIZE_LTO=y")]
    public async Task Exports_hide_the_other_symbols(string option)
    {
        _tree.Config("CONFIG_LIBA=y", "CONFIG_LIBA_B=y", option);
        _tree.Write("liba/exportsyms.uk", "# public\na\nunknown_name\n");
        (await _tree.MakeAsync()).Succeeded();
        Assert.Equal(["a"], await _tree.SymbolsAsync("build/liba.o"));
        File.WriteAllText(_tree.At("liba/exportsyms.uk"), "a\nb\n");
        (await _tree.MakeAsync()).Succeeded();
        Assert.Equal(["a", "b"], (await _tree.SymbolsAsync("build/liba.o")).Order());
    }

    [Fact]
    public async Task Include_order_follows_the_order_of_libraries()
    {
        _tree.Write("libc/Makefile.uk", "$(eval $(call addlib,libc))\nCINCLUDES-y += -I$(LIBC_BASE)/include\n");
        (await _tree.MakeAsync($"L={_tree.At("libc")}:{_tree.At("liba")}")).Succeeded();
        var command = File.ReadAllText(_tree.At("build/appt/main.o.cmd"));
        Assert.True(command.IndexOf("/libc/include", StringComparison.Ordinal) < command.IndexOf("/liba/include", StringComparison.Ordinal));
        (await _tree.MakeAsync($"L={_tree.At("liba")}:{_tree.At("libc")}")).Succeeded();
        command = File.ReadAllText(_tree.At("build/appt/main.o.cmd"));
        Assert.True(command.IndexOf("/liba/include", StringComparison.Ordinal) < command.IndexOf("/libc/include", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Types_of_options_reach_the_header()
    {
        _tree.Config("CONFIG_LIBA=y", "CONFIG_S=\"a \\\"q\\\" \\\\ $b # c\"", "CONFIG_H=ff", "CONFIG_I=-5", "CONFIG_N=n", "# CONFIG_M is not set");
        (await _tree.MakeAsync("prepare")).Succeeded();
        var header = File.ReadAllText(_tree.At("build/include/uk/bits/config.h"));
        Assert.Contains("#define CONFIG_S \"a \\\"q\\\" \\\\ $b # c\"\n", header, StringComparison.Ordinal);
        Assert.Contains("#define CONFIG_H 0xff\n", header, StringComparison.Ordinal);
        Assert.Contains("#define CONFIG_I -5\n", header, StringComparison.Ordinal);
        Assert.DoesNotContain("CONFIG_N", header, StringComparison.Ordinal);
        Assert.DoesNotContain("CONFIG_M", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task System_calls_become_a_dispatcher()
    {
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "UK_PROVIDED_SYSCALLS-y += read-3 getpid-0 futex-6e\n");
        (await _tree.MakeAsync("prepare")).Succeeded();
        var header = File.ReadAllText(_tree.At("build/include/uk/bits/syscall_dispatch.h"));
        Assert.Contains("case SYS_read: return uk_syscall_r_read(a, b, c);", header, StringComparison.Ordinal);
        Assert.Contains("case SYS_getpid: return uk_syscall_r_getpid();", header, StringComparison.Ordinal);
        Assert.Contains("long uk_syscall_r_futex(long, long, long, long, long, long);", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Origin_is_verified_unpacked_and_patched(string lineEnd)
    {
        await OriginAsync(null, lineEnd);
        (await _tree.MakeAsync()).Succeeded();
        Assert.Contains("from_patch", await _tree.SymbolsAsync("build/appt.o"));
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
        // A new patch unpacks afresh and rebuilds what was made from the origin
        _tree.Edit("app/patches/0001.patch", "from_patch", "from_second");
        Assert.Contains("CC appt: origin.c", (await _tree.MakeAsync()).Succeeded().Steps);
        Assert.Contains("from_second", await _tree.SymbolsAsync("build/appt.o"));
    }

    [Fact]
    public async Task Patches_count_by_name_and_text_not_by_time()
    {
        // Files out of packages carry one old time.
        await OriginAsync(null);
        Aged("app/patches/0001.patch");
        (await _tree.MakeAsync()).Succeeded();

        _tree.Write("app/patches/0002.patch", "--- a/origin.c\n+++ b/origin.c\n@@ -1 +1,2 @@\n int from_patch;\n+int from_added;\n");
        Aged("app/patches/0002.patch");
        await RemadeAsync("from_added", "from_patch");

        _tree.Edit("app/patches/0002.patch", "from_added", "from_edited");
        Aged("app/patches/0002.patch");
        await RemadeAsync("from_edited", "from_patch");

        File.Delete(_tree.At("app/patches/0002.patch"));
        await RemadeAsync("from_patch");

        // A newer time of the same text changes nothing; sources stay unpacked when products are removed.
        File.SetLastWriteTimeUtc(_tree.At("app/patches/0001.patch"), DateTime.UtcNow.AddSeconds(2));
        Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
        (await _tree.MakeAsync("clean")).Succeeded();
        Assert.DoesNotContain((await _tree.MakeAsync()).Succeeded().Steps, step => step.StartsWith("UNTAR", StringComparison.Ordinal));

        async Task RemadeAsync(params string[] symbols)
        {
            Assert.Superset(new HashSet<string> { "UNTAR appt: x-1.tar.gz", "CC appt: origin.c" }, (await _tree.MakeAsync("-j4")).Succeeded().Steps.ToHashSet());
            Assert.Equal(symbols, (await _tree.SymbolsAsync("build/appt.o")).Where(name => name.StartsWith("from_", StringComparison.Ordinal)).Order());
            Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
        }
    }

    [Fact]
    public async Task Another_archive_or_digest_counts_though_it_is_older()
    {
        await OriginAsync(null);
        (await _tree.MakeAsync()).Succeeded();
        _tree.Edit("app/patches/0001.patch", "from_archive", "from_second");
        _tree.Edit("pkg/x-1/origin.c", "from_archive", "from_second");
        var (first, makefile) = (Digest("x-1.tar.gz"), File.ReadAllText(_tree.At("app/Makefile.uk")));
        await Cli.Wrap("tar").WithArguments(["-czf", _tree.At("x-2.tar.gz"), "-C", _tree.At("pkg"), "x-1"]).ExecuteAsync();
        Aged("x-2.tar.gz");
        _tree.Write("app/Makefile.uk", makefile.Replace("x-1.tar.gz", "x-2.tar.gz", StringComparison.Ordinal));
        Assert.Contains("UK2003", (await _tree.MakeAsync()).Errors, StringComparison.Ordinal);
        _tree.Edit("app/Makefile.uk", first, Digest("x-2.tar.gz"));
        Assert.Contains("UNTAR appt: x-2.tar.gz", (await _tree.MakeAsync()).Succeeded().Steps);
        Assert.Contains("from_patch", await _tree.SymbolsAsync("build/appt.o"));
    }

    [Fact]
    public async Task Origin_with_a_wrong_digest_is_not_unpacked()
    {
        await OriginAsync(new string('0', 64));
        var result = await _tree.MakeAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error UK2003: sha256 digest is", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree.At("build/appt/origin")));
    }

    [Fact]
    public async Task Missing_archive_of_a_url_names_the_place()
    {
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "$(eval $(call fetch,appt,https://example.org/x-1.tar.gz))\n");
        var result = await _tree.MakeAsync();
        Assert.Contains("UK2001", result.Errors, StringComparison.Ordinal);
        Assert.Contains("https://example.org/x-1.tar.gz", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UK1011", "A=relative")]
    [InlineData("UK1012", "O=/tmp/a b")]
    [InlineData("UK1013", "L=/nonexistent/lib")]
    [InlineData("UK1001", "C=/nonexistent/config")]
    public async Task Bad_parameters_are_coded_errors(string code, string argument) =>
        Assert.Contains(code, (await _tree.MakeAsync(argument)).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Library_folder_without_makefile_is_refused()
    {
        Directory.CreateDirectory(_tree.At("empty"));
        Assert.Contains("UK1016", (await _tree.MakeAsync($"L={_tree.At("empty")}")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rubbish_in_the_configuration_is_located()
    {
        _tree.Config("CONFIG_LIBA=y", "rubbish here");
        Assert.Contains("config(3): error UK1002", (await _tree.MakeAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_suffix_is_refused()
    {
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + "APPT_SRCS-y += $(APPT_BASE)/x.pas\n");
        Assert.Contains("UK1018", (await _tree.MakeAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbols_of_link_time_code_are_listed_with_their_objects()
    {
        // Names that two libraries have, a clone, and a variable inside a function
        _tree.Config("CONFIG_LIBA=y", "CONFIG_OPTIMIZE_LTO=y");
        _tree.Write("app/other.c", "int other(void);\nstatic __attribute__((noinline)) int same(int x) { static volatile int kept = 3; return x * kept; }\nint other(void) { return same(7) + same(7); }\n");
        _tree.Write("liba/a.c", "int a(void);\nstatic volatile int unset;\nstatic __attribute__((noinline)) int same(int x) { return x + unset; }\nint a(void) { return same(unset); }\n");
        (await _tree.MakeAsync("UK_LDFLAGS=-Wl,--no-warn-rwx-segments")).Succeeded();
        var objects = File.ReadLines(_tree.At("build/t_fake-x86_64.lto")).Select(line => line.Split(' ')).ToLookup(words => words[0].Split('.')[0], words => Path.GetRelativePath(_tree.At("build"), words[1]));
        Assert.Equal(["appt/other.o", "liba/a.o"], objects["same"].Distinct().Order());
        Assert.Equal(["appt/other.o"], objects["kept"]);
        Assert.Equal(["liba/a.o"], objects["unset"]);
        Assert.Equal(["libfakeplat/start.o"], objects["_start"]);
        Assert.Empty((await _tree.MakeAsync("UK_LDFLAGS=-Wl,--no-warn-rwx-segments")).Succeeded().Steps);
    }

    [Fact]
    public async Task Data_below_the_stack_pointer_is_refused()
    {
        // An interrupt starts there; libgcc's division is compiled with a red zone, and the tree has no core that brings its own.
        _tree.Write("app/other.c", """
            int other(void);
            int other(void) { int r; __asm__("movl $2, -4(%%rsp)\n\tmovl -4(%%rsp), %0" : "=r"(r)); return r; }
            """);
        _tree.Write("liba/a.c", "int a(void);\nint a(void) { volatile unsigned __int128 n = 7; return (int)(5 % n); }\n");
        var result = await _tree.MakeAsync();
        Assert.NotEqual(0, result.ExitCode);
        Assert.Matches(@"(?m)^UK1040: .*: other, __umodti3\. ", result.Errors);
        Assert.False(File.Exists(_tree.At("build/t_fake-x86_64.dbg")));

        _tree.Write("app/other.c", "int other(void);\nint other(void) { return 2; }\n");
        _tree.Write("liba/a.c", "int a(void);\nint a(void) { return 1; }\n");
        (await _tree.MakeAsync()).Succeeded();
    }

    [Fact]
    public async Task Clean_removes_products_and_the_next_build_makes_them_again()
    {
        (await _tree.MakeAsync()).Succeeded();
        (await _tree.MakeAsync("clean")).Succeeded();
        Assert.Empty(Directory.GetFiles(_tree.At("build"), "*.o", SearchOption.AllDirectories));
        Assert.False(File.Exists(_tree.At("build/t_fake-x86_64")));
        Assert.Equal(4, (await _tree.MakeAsync()).Succeeded().Compiled.Count);
        (await _tree.MakeAsync("properclean")).Succeeded();
        Assert.False(Directory.Exists(_tree.At("build")));
    }

    private string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_tree.At(file))));

    private void Aged(string file) => File.SetLastWriteTimeUtc(_tree.At(file), DateTime.UnixEpoch.AddYears(40));

    private async Task OriginAsync(string? digest, string lineEnd = "\n")
    {
        _tree.Write("pkg/x-1/origin.c", "int from_archive;" + lineEnd);
        await Cli.Wrap("tar").WithArguments(["-czf", _tree.At("x-1.tar.gz"), "-C", _tree.At("pkg"), "x-1"]).ExecuteAsync();
        digest ??= Digest("x-1.tar.gz");
        _tree.Write("app/patches/0001.patch", "--- a/origin.c\n+++ b/origin.c\n@@ -1 +1 @@\n-int from_archive;\n+int from_patch;\n");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + $"""
            APPT_ORIGIN_SHA256 = {digest}
            $(eval $(call unarchive,appt,{_tree.At("x-1.tar.gz")}))
            $(eval $(call patch,appt,$(APPT_BASE)/patches,x-1))
            APPT_SRCS-y += $(APPT_ORIGIN)/x-1/origin.c
            """);
    }
}
