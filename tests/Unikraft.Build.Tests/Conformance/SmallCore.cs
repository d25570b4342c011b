using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;
using Unikraft.Build.Trees;

namespace Unikraft.Build.Tests.Conformance;

/// <summary>
/// The make files and the root menu of the embedded core with a platform of one file, so that a test builds an image in a second; and an application that is generated,
/// configured and built on it as the SDK does.
/// </summary>
public sealed class SmallCore : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallCore()
    {
        foreach (var file in Directory.GetFiles(Repository.Core, "*.uk").Concat(new[] { "Makefile", "version.mk" }.Select(static name => Path.Combine(Repository.Core, name))))
            Write($"core/{Path.GetFileName(file)}", File.ReadAllText(file));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Core, "make")))
            Write($"core/make/{Path.GetFileName(file)}", File.ReadAllText(file));
        Write("core/include/uk/config.h", "#include <uk/bits/config.h>\n");
        Write("core/plat/kvm/Config.uk", "menuconfig PLAT_KVM\n\tbool \"KVM\"\n\tselect HAVE_BOOTENTRY\n\nconfig KVM_VMM_QEMU\n\tbool \"QEMU\"\n\tdefault y\n\tdepends on PLAT_KVM\n");
        Write("core/plat/kvm/Makefile.uk", """
            $(eval $(call addplat_s,kvm,$(CONFIG_PLAT_KVM)))
            $(eval $(call addplatlib_s,kvm,libkvmplat,$(CONFIG_PLAT_KVM)))
            UK_PLAT_KVM_DEF_LDS := $(UK_PLAT_KVM_BASE)/link.lds.S
            LIBKVMPLAT_SRCS-y += $(LIBKVMPLAT_BASE)/start.c

            """);
        Write("core/plat/kvm/start.c", "int main(void);\nvoid _start(void);\nunsigned long __stack_chk_guard;\nvoid __stack_chk_fail(void);\nvoid __stack_chk_fail(void) { for (;;); }\nvoid _start(void) { main(); }\n");
        Write("core/plat/kvm/link.lds.S", """
            ENTRY(_start)
            SECTIONS { . = 0x100000; .text : { *(.text*) } .rodata : { *(.rodata*) } . = ALIGN(0x1000); .data : { *(.data*) *(.bss*) *(COMMON) } /DISCARD/ : { *(.comment) *(.note*) } }

            """);
        Write("core/drivers/none/Config.uk", "");
        Write("core/lib/none/Config.uk", "");
        Main = Write("app/main.c", "int main(void)\n{\n\treturn 0;\n}\n");
        Application = new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = "appsmall", Root = At("app"), ProjectFile = At("app/small.ukproj"), Sources = [new SourceFile(Main)] },
            ImageName = "small",
            Platform = Platform.Kvm,
            CoreRoot = At("core"),
            GeneratedFolder = At("app/obj"),
        };
    }

    /// <summary>Gets the application as it is now; a test replaces it.</summary>
    public Application Application { get; set; }

    public string Main { get; }

    public Microlibrary Self
    {
        get => Application.Self;
        set => Application = Application with { Self = value };
    }

    /// <summary>Gets what the last build compiled, <c>library/file</c> in order.</summary>
    public IReadOnlyList<string> Compiled { get; private set; } = [];

    /// <summary>Gets everything the last run of make printed.</summary>
    public string Log { get; private set; } = "";

    public void Dispose() => folder.Dispose();

    public string At(string path) => Path.Combine(folder.Path, path);

    public string Write(string path, string text) => folder.File(path, text);

    /// <summary>Reads a file of the build folder.</summary>
    public string Built(string path) => File.ReadAllText(Path.Combine(Application.BuildFolder, path));

    /// <summary>Generates a library project with one header and refers to it.</summary>
    public Microlibrary Library(string name, string header, bool isOn, params (string File, string Text)[] sources)
    {
        var library = new Microlibrary
        {
            Kind = UnitKind.Library,
            Name = name,
            Root = At(name),
            Includes = [new IncludeFolder(At($"{name}/include"))],
            Sources = [.. sources.Select(s => new SourceFile(Write($"{name}/{s.File}", s.Text)))],
        };
        Write($"{name}/include/{header}", $"#define FROM_{name.ToUpperInvariant()} 1\n");
        Assert.True(ProjectGenerator.ForLibrary(library, At($"{name}/generated")).Value!.WriteTo(At($"{name}/generated")).Succeeded);
        Refer(name, At($"{name}/generated"), library.Symbol, isOn);
        return library;
    }

    /// <summary>Refers to the folder of a library; the application selects its symbol, unless it turns it off.</summary>
    public void Refer(string name, string root, string? symbol, bool isOn)
    {
        Application = Application with { Libraries = Application.Libraries.Add(new LibraryReference(name, root) { Symbol = symbol }) };
        if (!isOn && symbol is not null)
            Application = Application with { Requests = Application.Requests.Add(new ConfigRequest(symbol, "n")) };
    }

    /// <summary>Generates, and resolves the configuration.</summary>
    public async Task<Result<Configuration>> ConfigureAsync()
    {
        var core = CoreTree.Read(Application.CoreRoot);
        if (!core.IsEmbedded)
            Assert.True((await TreeBuild.PrepareAsync(core, Application)).Succeeded);
        var tree = ProjectGenerator.ForApplication(Application);
        if (tree.Value is null || !tree.Succeeded)
            return Result.Failed<Configuration>(tree.Diagnostics);
        Assert.True(tree.Value.WriteTo(Application.GeneratedFolder).Succeeded);
        var configuration = Configurator.Resolve(Application, allowShell: !core.IsEmbedded);
        if (configuration.Succeeded)
            GeneratedFiles.WriteIfChanged(Application.ConfigFile, configuration.Value!.DotConfig());
        return configuration;
    }

    /// <summary>Generates, configures and builds; everything succeeds without a warning.</summary>
    public async Task BuildAsync(params string[] goals)
    {
        var configured = await ConfigureAsync();
        Assert.Empty(configured.Diagnostics);
        await MakeAsync(goals);
    }

    /// <summary>Runs make alone; it succeeds.</summary>
    public async Task MakeAsync(params string[] goals) => Assert.True((await TryMakeAsync([], goals)).Succeeded, Log);

    /// <summary>Runs make alone.</summary>
    public async Task<MakeResult> TryMakeAsync((string Name, string Value)[] environment, params string[] goals)
    {
        var lines = new List<string>();
        var compiled = new List<string>();
        var made = await (MakeRun.ForApplication(Application, 2, [.. goals]) with { ExtraVariables = [.. environment] }).ExecuteAsync(line =>
        {
            lines.Add(line.Line);
            if (line is MakeStep { Tag: "CC" } step)
                compiled.Add($"{step.Library}/{step.File}");
        });
        (Compiled, Log) = ([.. compiled.Order(StringComparer.Ordinal)], string.Join('\n', lines));
        return made;
    }

    /// <summary>Names of the global symbols of a product of make.</summary>
    public async Task<IReadOnlyList<string>> SymbolsAsync(string product)
    {
        var result = await Cli.Wrap("nm").WithArguments(["--defined-only", "--extern-only", "-f", "posix", Path.Combine(Application.BuildFolder, product)]).ExecuteBufferedAsync();
        return [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[0])];
    }
}
