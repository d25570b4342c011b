using CliWrap;
using CliWrap.Buffered;

namespace Make.Tests;

/// <summary>
/// A copy of the core's make files with an application, a library and a platform of its own, so that a test links a whole image in a second.
/// </summary>
public sealed class MakeTree : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("uk-make-").FullName;

    /// <summary>Creates the tree: application <c>appt</c>, library <c>liba</c>, platform <c>fake</c>.</summary>
    public MakeTree()
    {
        var source = FindCore();
        Directory.CreateDirectory(At("core/make"));
        foreach (var name in new[] { "Makefile", "Config.uk", "version.mk" })
            File.Copy(Path.Combine(source, name), At($"core/{name}"));
        foreach (var file in Directory.GetFiles(Path.Combine(source, "make")))
            File.Copy(file, At($"core/make/{Path.GetFileName(file)}"));
        Write("core/include/uk/config.h", "#include <uk/bits/config.h>\n");
        Write("plat/Makefile.uk", """
            $(eval $(call addplat_s,fake,y))
            $(eval $(call addplatlib,fake,libfakeplat))
            UK_PLAT_FAKE_DEF_LDS := $(UK_PLAT_FAKE_BASE)/link.lds.S
            LIBFAKEPLAT_SRCS-y += $(LIBFAKEPLAT_BASE)/start.c
            """);
        Write("plat/start.c", "int main(void);\nvoid _start(void);\nvoid _start(void) { main(); }\n");
        Write("plat/link.lds.S", """
            ENTRY(_start)
            SECTIONS { . = 0x100000; .text : { *(.text*) } .rodata : { *(.rodata*) } .data : { *(.data*) *(.bss*) *(COMMON) } /DISCARD/ : { *(.comment) *(.note*) } }
            """);
        Write("app/Makefile.uk", "$(eval $(call addlib,appt))\nAPPT_SRCS-y += $(APPT_BASE)/main.c\nAPPT_SRCS-y += $(APPT_BASE)/other.c\n");
        Write("app/main.c", "#include <uk/config.h>\nint a(void);\nint other(void);\n#ifdef CONFIG_T_OPTION\nint with_option;\n#endif\nint main(void) { return a() + other(); }\n");
        Write("app/other.c", "int other(void);\nint other(void) { return 2; }\n");
        Write("liba/Makefile.uk", "$(eval $(call addlib_s,liba,$(CONFIG_LIBA)))\nCINCLUDES-$(CONFIG_LIBA) += -I$(LIBA_BASE)/include\nLIBA_SRCS-y += $(LIBA_BASE)/a.c\nLIBA_SRCS-$(CONFIG_LIBA_B) += $(LIBA_BASE)/b.c\n");
        Write("liba/a.c", "#include <liba.h>\nint a(void) { return LIBA_VALUE; }\n");
        Write("liba/b.c", "int b(void);\nint b(void) { return 1; }\n");
        Write("liba/include/liba.h", "#define LIBA_VALUE 1\nint a(void);\n");
        Config("CONFIG_LIBA=y");
    }

    /// <summary>The absolute path of something in the tree.</summary>
    public string At(string path) => Path.Combine(_root, path);

    /// <summary>Writes a file, with its folders.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text.EndsWith('\n') ? text : text + "\n");
    }

    /// <summary>Replaces text in a file; fails when it is not there.</summary>
    public void Edit(string path, string from, string to)
    {
        var text = File.ReadAllText(At(path));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(At(path), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Writes the configuration: the architecture and the given lines.</summary>
    public void Config(params string[] lines) => Write("config", string.Join('\n', ["CONFIG_ARCH_X86_64=y", .. lines]));

    /// <summary>Runs make on the tree.</summary>
    public Task<MakeResult> MakeAsync(params string[] arguments) => MakeWithAsync(null, arguments);

    /// <summary>Runs make with <c>PATH</c> set to <paramref name="path"/>; null leaves it.</summary>
    public async Task<MakeResult> MakeWithAsync(string? path, params string[] arguments)
    {
        string[] fixedArguments = ["--no-print-directory", "-C", At("core"), $"A={At("app")}", $"L={At("liba")}", $"P={At("plat")}", $"O={At("build")}", $"C={At("config")}", "N=t"];
        var command = Cli.Wrap("/usr/bin/make").WithArguments([.. fixedArguments, .. arguments]).WithValidation(CommandResultValidation.None);
        if (path is not null)
            command = command.WithEnvironmentVariables(e => e.Set("PATH", path));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var result = await command.ExecuteBufferedAsync(limit.Token);
        return new MakeResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>Names of the symbols that a product defines.</summary>
    public async Task<string[]> SymbolsAsync(string path)
    {
        var result = await Cli.Wrap("nm").WithArguments(["--defined-only", "--extern-only", "-f", "posix", At(path)]).ExecuteBufferedAsync();
        return [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string FindCore()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "core", "make", "compile.mk")))
                return Path.Combine(folder, "core");
        }
        throw new InvalidOperationException("The test does not run inside the repository.");
    }
}
