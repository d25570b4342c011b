using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Projects;

public sealed class ProjectValidatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_right_project_has_nothing_to_say() => Assert.Empty(ProjectValidator.Check(Library()));

    [Fact]
    public void A_missing_source_is_an_error_that_proposes_the_nearest_file()
    {
        folder.File("lib/helper.c");
        var error = Only("UK1101", Library() with { Sources = [new SourceFile(Path.Combine(folder.Path, "lib/hepler.c"))] });
        Assert.Contains("'helper.c'", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("/p/x.ukproj", error.File);
    }

    [Fact]
    public void A_source_listed_twice_is_an_error() => Only("UK1102", Library() with { Sources = [Source("a.c"), Source("a.c")] });

    [Fact]
    public void A_source_listed_twice_with_two_variants_is_not() =>
        Assert.Empty(ProjectValidator.Check(Library() with { Sources = [Source("a.c"), Source("a.c") with { Variants = ["isr"] }] }));

    [Fact]
    public void Sources_of_one_base_name_get_variants() =>
        Assert.Empty(ProjectValidator.Check(Library() with { Sources = [Source("x/util.c"), Source("y/util.c"), Source("z/x/util.c")] }));

    [Fact]
    public void Sources_whose_interrupt_variants_collide_are_an_error() =>
        Only("UK1102", Library() with { Sources = [Source("x/util.c") with { Variants = ["isr"] }, Source("y/util.c") with { Variants = ["isr"] }] });

    [Theory]
    [InlineData("with blank.c", "a blank")]
    [InlineData("a:b.c", "':'")]
    [InlineData("a$b.c", "'$'")]
    [InlineData("a#b.c", "'#'")]
    [InlineData("a%b.c", "'%'")]
    [InlineData("a|b.c", "'|'")]
    [InlineData("a>b.c", "'>'")]
    [InlineData("a,b.c", "','")]
    [InlineData("a'b.c", "'''")]
    [InlineData("a(b.c", "'('")]
    [InlineData("a\nb.c", "U+000A")]
    public void A_path_make_cannot_take_is_an_error_that_names_the_character(string name, string character) =>
        Assert.Contains(character, Only("UK1103", Library() with { Sources = [Source(name)] }).Message, StringComparison.Ordinal);

    [Fact]
    public void Letters_of_other_alphabets_are_fine_in_paths() => Assert.Empty(ProjectValidator.Check(Library() with { Sources = [Source("größe-1+2@x~.c")] }));

    [Fact]
    public void A_source_nothing_can_compile_is_an_error() => Only("UK1107", Library() with { Sources = [Source("a.pas")] });

    [Fact]
    public void Names_make_or_kconfig_cannot_take_are_errors()
    {
        Only("UK1104", Library() with { Name = "libA-b", Symbol = "LIBX" });
        Only("UK1110", Library() with { Symbol = "LIB-X" });
        Only("UK1110", Library() with { Selects = [new SymbolReference("libfoo")] });
    }

    [Fact]
    public void An_application_without_sources_needs_a_library_that_may_bring_main()
    {
        folder.File("core/Makefile");
        var empty = Application() with { Self = Library() with { Kind = UnitKind.Application, Name = "appx", Sources = [] } };
        Only("UK1113", empty);
        folder.File("brings/Makefile.uk");
        Assert.Empty(ProjectValidator.Check(empty with { Libraries = [new LibraryReference("A", folder.Folder("brings"))] }));
    }

    [Theory]
    [InlineData(OptionType.Int, "12", true)]
    [InlineData(OptionType.Int, "-5", true)]
    [InlineData(OptionType.Int, "0x5", false)]
    [InlineData(OptionType.Hex, "ff", true)]
    [InlineData(OptionType.Hex, "0xFF", true)]
    [InlineData(OptionType.Hex, "xyz", false)]
    [InlineData(OptionType.Bool, "y", true)]
    [InlineData(OptionType.Bool, "true", false)]
    [InlineData(OptionType.String, "a \"b\" \\", true)]
    [InlineData(OptionType.String, "$(shell,ls)", false)]
    public void The_default_of_an_option_must_be_of_its_type(OptionType type, string value, bool isRight)
    {
        var library = Library() with { Options = [new Option("FOO_X", type) { Default = value }] };
        Assert.Equal(isRight ? [] : ["UK1111"], ProjectValidator.Check(library).Select(d => d.Code));
    }

    [Fact]
    public void Options_have_names_of_their_own()
    {
        Only("UK1111", Library() with { Options = [new Option("FOO_X", OptionType.Bool), new Option("FOO_X", OptionType.Int)] });
        Only("UK1111", Library() with { Options = [new Option("LIBFOO", OptionType.Bool)] });
        Only("UK1110", Library() with { Options = [new Option("foo", OptionType.Bool)] });
    }

    [Fact]
    public void Items_must_name_the_origin_the_project_has()
    {
        var origin = new Origin("musl", "1.2.3") { Candidates = [new UrlCandidate(new Uri("file:///x.tar.gz"), "x.tar.gz", new string('a', 64))] };
        Assert.Empty(ProjectValidator.Check(Library() with { Origins = [origin], Sources = [new SourceFile("src/a.c") { Origin = "musl" }] }));
        var error = Only("UK1109", Library() with { Origins = [origin], Sources = [new SourceFile("src/a.c") { Origin = "msul" }] });
        Assert.Contains("'musl'", error.Remedy, StringComparison.Ordinal);
        Only("UK1109", Library() with { Origins = [origin, origin with { Name = "other" }] });
        Only("UK2011", Library() with { Origins = [origin with { Candidates = [] }] });
        Only("UK1101", Library() with { Origins = [origin], Patches = [new PatchFile("/nonexistent/1.patch", "musl")] });
    }

    [Theory]
    [InlineData("read-3", true)]
    [InlineData("arch_prctl-3u", true)]
    [InlineData("read", false)]
    [InlineData("read-9", false)]
    [InlineData("Read-3", false)]
    public void System_calls_are_a_name_and_a_number_of_arguments(string syscall, bool isRight) =>
        Assert.Equal(isRight ? [] : ["UK1116"], ProjectValidator.Check(Library() with { Syscalls = [syscall] }).Select(d => d.Code));

    [Fact]
    public void Conditions_flags_variants_and_exports_are_checked()
    {
        Only("UK1114", Library() with { Sources = [Source("a.c") with { Config = "A || B" }] });
        Only("UK1115", Library() with { Sources = [Source("a.c") with { Variants = ["a-b"] }] });
        Only("UK1115", Library() with { Flags = [new CompileFlag("-DX\\")] });
        Only("UK1116", Library() with { Exports = ["a b"] });
        Assert.Equal(Severity.Warning, Only("UK1108", Library() with { Includes = [new IncludeFolder(Path.Combine(folder.Path, "none"))] }).Severity);
    }

    [Fact]
    public void An_application_needs_a_core_and_microlibraries()
    {
        folder.File("core/Makefile");
        var lib = Path.GetDirectoryName(folder.File("a/Makefile.uk"))!;
        Assert.Empty(ProjectValidator.Check(Application(new LibraryReference("A", lib))));
        Only("UK1106", Application(new LibraryReference("A", folder.Folder("empty"))));
        Only("UK1106", Application(new LibraryReference("A", "/nonexistent/folder")));
        var other = Path.GetDirectoryName(folder.File("b/Makefile.uk"))!;
        Only("UK1117", Application(new LibraryReference("A", lib), new LibraryReference("a", other)));
        Only("UK1117", Application(new LibraryReference("A", lib) { Symbol = "LIBA" }, new LibraryReference("B", other) { Symbol = "LIBA" }));
        Only("UK1410", Application(new LibraryReference("A", lib), new LibraryReference("B", lib)));
        Only("UK1118", Application() with { CoreRoot = folder.Folder("empty") });
        Only("UK1103", Application() with { GeneratedFolder = folder.Path + "/with blank" }, count: 2);
    }

    [Fact]
    public void Libraries_that_need_each_other_are_an_error_that_shows_the_circle()
    {
        folder.File("core/Makefile");
        LibraryReference Library(string id) => new(id, Path.GetDirectoryName(folder.File(id + "/Makefile.uk"))!);
        var error = Only("UK1105", Application(
            Library("A") with { DependsOn = ["B", "Elsewhere"] }, Library("B") with { DependsOn = ["C"] }, Library("C") with { DependsOn = ["b"] }));
        Assert.Contains("B -> C -> B", error.Message, StringComparison.Ordinal);
    }

    private static Diagnostic Only(string code, Microlibrary library)
    {
        var found = Assert.Single(ProjectValidator.Check(library));
        Assert.Equal(code, found.Code);
        Assert.NotEmpty(found.Remedy);
        return found;
    }

    private static Diagnostic Only(string code, Application application, int count = 1)
    {
        var found = ProjectValidator.Check(application);
        Assert.Equal(Enumerable.Repeat(code, count), found.Select(d => d.Code));
        return found[0];
    }

    private SourceFile Source(string name) => new(folder.File("lib/" + name));

    private Microlibrary Library() => new()
    {
        Kind = UnitKind.Library,
        Name = "libfoo",
        Root = folder.Folder("lib"),
        ProjectFile = "/p/x.ukproj",
        Sources = [Source("a.c")],
    };

    private Application Application(params LibraryReference[] libraries) => new()
    {
        Self = Library() with { Kind = UnitKind.Application, Name = "appx" },
        ImageName = "x",
        Platform = Platform.Kvm,
        CoreRoot = Path.Combine(folder.Path, "core"),
        GeneratedFolder = Path.Combine(folder.Path, "obj"),
        Libraries = [.. libraries],
    };
}
