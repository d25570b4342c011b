using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Makefiles;

public sealed class TrackedInputsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.o: a.c b.h\n", new[] { "a.c", "b.h" })]
    [InlineData("a.o x.o: a.c \\\n b.h \\\r\n c.h\n\nb.h:\n\nc.h:\n", new[] { "a.c", "b.h", "c.h" })]
    [InlineData("a.o: with\\ blank.h ha\\#sh.h do$$llar.h", new[] { "with blank.h", "ha#sh.h", "do$llar.h" })]
    [InlineData("a.o:/x/a.c", new[] { "/x/a.c" })]
    [InlineData("", new string[0])]
    [InlineData("a.o:", new string[0])]
    public void Dependency_files_of_gcc_are_read(string text, string[] expected) => Assert.Equal(expected, TrackedInputs.ParsePrerequisites(text));

    [Fact]
    public void The_list_is_the_union_of_what_compiler_make_and_kconfig_read_without_what_is_built()
    {
        var core = folder.Folder("core");
        var application = new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = "appx", Root = folder.Path },
            ImageName = "x",
            Platform = Platform.Kvm,
            CoreRoot = core,
            GeneratedFolder = folder.Folder("obj"),
            Libraries = [new LibraryReference("L", folder.Folder("lib"))],
        };
        var source = folder.File("main.c");
        var header = folder.File("core/include/uk/a.h");
        folder.File("core/lib/a/Makefile.uk");
        folder.File("core/Makefile");
        folder.File("lib/Makefile.uk");
        folder.File("lib/patches/1.patch");
        folder.File("obj/Makefile.uk");
        folder.File("obj/build/appx/main.d", $"main.o: {source} \\\n include/uk/a.h generated.h\n");
        folder.File("obj/build/generated.h");

        var tracking = Path.Combine(folder.Path, "inputs.txt");
        var result = TrackedInputs.Write(application, tracking);
        Assert.True(result.Succeeded);
        string[] expected = [source, header, .. new[] { "core/lib/a/Makefile.uk", "core/Makefile", "lib/Makefile.uk", "lib/patches/1.patch", "obj/Makefile.uk" }.Select(f => Path.Combine(folder.Path, f))];
        Assert.Equal(string.Join('\n', expected.Order(StringComparer.Ordinal)), string.Join('\n', result.Value));
        Assert.Equal<string>(result.Value, TrackedInputs.Read(tracking));
    }

    [Fact]
    public void A_missing_list_is_empty() => Assert.Empty(TrackedInputs.Read(Path.Combine(folder.Path, "none")));
}
