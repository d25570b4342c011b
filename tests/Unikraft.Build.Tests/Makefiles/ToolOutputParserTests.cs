using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Tests.Makefiles;

/// <summary>Lines recorded from gcc 12, clang 14, GNU ld 2.40, GNU make 4.3 and the core's scripts.</summary>
public sealed class ToolOutputParserTests
{
    private readonly ToolOutputParser parser = new(static file => file is "a.c" or "d2.h" ? "/src/" + file : file.StartsWith("/src/", StringComparison.Ordinal) ? file : null);

    [Fact]
    public void A_warning_about_the_work_of_others_is_a_note()
    {
        var ofTree = new ToolOutputParser(static file => file) { IsOfOthers = static file => file.StartsWith("/tree/", StringComparison.Ordinal) };
        Assert.Equal(Severity.Note, Assert.IsType<MakeDiagnostic>(ofTree.Read("/tree/lib/x.c:6:13: warning: unused variable 'x' [-Wunused-variable]")).Diagnostic.Severity);
        Assert.Equal(Severity.Warning, Assert.IsType<MakeDiagnostic>(ofTree.Read("/trees/x.c:6:13: warning: unused variable 'x' [-Wunused-variable]")).Diagnostic.Severity);
        Assert.Equal(Severity.Error, Assert.IsType<MakeDiagnostic>(ofTree.Read("/tree/lib/x.c:6:13: error: 'x' undeclared")).Diagnostic.Severity);
    }

    [Theory]
    [InlineData("/src/a.c:7:18: error: format '%d' expects argument of type 'int', but argument 2 has type 'char *' [-Werror=format=]", Severity.Error, "GCC-format", "/src/a.c", 7, 18)]
    [InlineData("a.c:8:27: error: 'undefined_thing' undeclared (first use in this function)", Severity.Error, "GCC-error", "/src/a.c", 8, 27)]
    [InlineData("a.c:8:27: note: each undeclared identifier is reported only once for each function it appears in", Severity.Note, "GCC-note", "/src/a.c", 8, 27)]
    [InlineData("a.c:6:13: warning: unused variable 'x' [-Wunused-variable]", Severity.Warning, "GCC-unused-variable", "/src/a.c", 6, 13)]
    [InlineData("a.c:3:2: warning: #warning \"take care\" [-Wcpp]", Severity.Warning, "GCC-cpp", "/src/a.c", 3, 2)]
    [InlineData("a.c:1:10: fatal error: missing.h: No such file or directory", Severity.Error, "GCC-error", "/src/a.c", 1, 10)]
    [InlineData("d2.h:1:61: error: expected ';' before '}' token", Severity.Error, "GCC-error", "/src/d2.h", 1, 61)]
    [InlineData("a.c:2: Error: no such instruction: `foo bar baz'", Severity.Error, "GCC-error", "/src/a.c", 2, 0)]
    [InlineData("a.c:7:20: warning: format specifies type 'int' but the argument has type 'char *' [-Wformat]", Severity.Warning, "GCC-format", "/src/a.c", 7, 20)]
    [InlineData("\u001b[01m\u001b[Ka.c:6:13:\u001b[m\u001b[K \u001b[01;35m\u001b[Kwarning: \u001b[m\u001b[Kunused variable 'x' [-Wunused-variable]", Severity.Warning, "GCC-unused-variable", "/src/a.c", 6, 13)]
    [InlineData("/src/c.c:1: multiple definition of `twice'; /tmp/ccEOY3tW.o:/src/b.c:2: first defined here", Severity.Error, "UK1034", "/src/c.c", 1, 0)]
    [InlineData("/src/b.c:2: undefined reference to `helper'", Severity.Error, "UK1033", "/src/b.c", 2, 0)]
    [InlineData("b.c:(.text+0x5): undefined reference to `helper'", Severity.Error, "UK1033", null, 0, 0)]
    [InlineData("c.c:(.text+0x0): multiple definition of `twice'; b.o:b.c:(.text+0x0): first defined here", Severity.Error, "UK1034", null, 0, 0)]
    [InlineData("ld: warning: cannot find entry symbol _start; defaulting to 0000000000401000", Severity.Warning, "LD-warning", null, 0, 0)]
    [InlineData("/usr/bin/ld: warning: /tmp/cc3rHcrx.o: requires executable stack (because the .note.GNU-stack section is executable)", Severity.Warning, "LD-warning", null, 0, 0)]
    [InlineData("ld: cannot find nofile.o: No such file or directory", Severity.Error, "LD-error", null, 0, 0)]
    [InlineData("big.c:(.text+0x6): relocation truncated to fit: R_X86_64_PC32 against symbol `y' defined in .bss section in /tmp/ccyGiEoY.o", Severity.Error, "LD-error", null, 0, 0)]
    [InlineData("/core/make/goals.mk:11: *** UK1001: no configuration at /x/.config. Build the project with dotnet build.  Stop.", Severity.Error, "UK1001", null, 0, 0)]
    [InlineData("/src/a.c(3): error UK1002: this line is neither a CONFIG_ value nor a comment: x. Remove it.", Severity.Error, "UK1002", "/src/a.c", 3, 0)]
    [InlineData("/src/x.tar.gz: error UK2003: sha256 digest is 00, expected 11. Nothing was unpacked; restore the archive again.", Severity.Error, "UK2003", "/src/x.tar.gz", 0, 0)]
    public void A_line_of_a_tool_is_a_diagnostic(string line, Severity severity, string code, string? file, int row, int column)
    {
        var diagnostic = Assert.IsType<MakeDiagnostic>(parser.Read(line)).Diagnostic;
        Assert.Equal((severity, code, file, row, column), (diagnostic.Severity, diagnostic.Code, diagnostic.File, diagnostic.Line, diagnostic.Column));
        Assert.DoesNotContain(' ', diagnostic.Code);
    }

    [Theory]
    [InlineData("a.c: In function 'main':")]
    [InlineData("    7 |         printf(\"%d %s\\n\", \"a{0}\");")]
    [InlineData("      |                 ~^        ~~~~~~")]
    [InlineData("In file included from e.c:1:")]
    [InlineData("cc1: some warnings being treated as errors")]
    [InlineData("collect2: error: ld returned 1 exit status")]
    [InlineData("/usr/bin/ld: /tmp/ccGbCGhO.o: in function `twice':")]
    [InlineData("compilation terminated.")]
    [InlineData("make[1]: Entering directory '/tmp/rec'")]
    [InlineData("")]
    public void Other_lines_are_output(string line) => Assert.IsType<MakeOutput>(parser.Read(line));

    [Theory]
    [InlineData("  CC      libfoo: bar.o", "CC", "libfoo", "bar.o")]
    [InlineData("  LD      hello_qemu-x86_64.dbg", "LD", "", "hello_qemu-x86_64.dbg")]
    [InlineData("  SCSTRIP hello_qemu-x86_64", "SCSTRIP", "", "hello_qemu-x86_64")]
    public void A_line_of_progress_is_a_step(string line, string tag, string library, string file)
    {
        var step = Assert.IsType<MakeStep>(parser.Read(line));
        Assert.Equal((tag, library, file), (step.Tag, step.Library, step.File));
    }

    [Theory]
    [InlineData(new[] { "make: *** No rule to make target 'missing.c', needed by 'q.o'.  Stop." }, "UK1032", "missing.c")]
    [InlineData(new[] { "make: notool: No such file or directory", "make: *** [m3:2: all] Error 127" }, "UK1031", "notool")]
    [InlineData(new[] { "sh: 1: gcc: not found", "make: *** [m7:2: all] Error 127" }, "UK1031", "apt install gcc")]
    [InlineData(new[] { "make: *** [m2:2: all] Error 1" }, "UK1032", "[m2:2: all] Error 1")]
    [InlineData(new[] { "Traceback (most recent call last):", "ModuleNotFoundError: No module named 'yaml'", "make: *** [m2:2: all] Error 1" }, "UK1032", "| ModuleNotFoundError: No module named 'yaml'")]
    [InlineData(new[] { "m6:1: *** missing separator.  Stop." }, "UK1032", "missing separator")]
    [InlineData(new[] { "something odd", "happened" }, "UK1030", "something odd | happened")]
    public void A_failure_nobody_explained_is_explained_once(string[] lines, string code, string part)
    {
        foreach (var line in lines)
            Assert.IsType<MakeOutput>(parser.Read(line));
        var diagnostic = parser.Explain(2)!;
        Assert.Equal(code, diagnostic.Code);
        Assert.Contains(part, diagnostic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_is_silent_when_a_compiler_has_said_why()
    {
        parser.Read("a.c:8:27: error: 'x' undeclared (first use in this function)");
        parser.Read("make: *** [m2:2: all] Error 1");
        Assert.Null(parser.Explain(2));
    }

    [Fact]
    public void A_successful_run_needs_no_explanation() => Assert.Null(parser.Explain(0));
}
