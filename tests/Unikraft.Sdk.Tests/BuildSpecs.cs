using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

public sealed class BuildSpecs
{
    [Fact]
    public async Task A_build_gives_an_image_its_unstripped_twin_and_the_generated_files()
    {
        var app = await Samples.ApplicationAsync();
        var result = (await app.Run("build")).Succeeded().HasNoWarning();
        Assert.Contains($"app -> {app.Image}", result.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(app.Image));
        Assert.Contains("answer", await Elf.SymbolsAsync(app.Image + ".dbg"));
        foreach (var file in new[] { "Makefile.uk", "Config.uk", ".config", "Makefile", "Kraftfile" })
            Assert.True(File.Exists(Path.Combine(app.Generated, file)), file);
    }

    [Fact]
    public async Task The_image_does_not_depend_on_the_folder_it_is_built_in()
    {
        var app = await Samples.BuiltApplicationAsync();
        var other = await Samples.ApplicationAsync("built");
        (await other.Run("build")).Succeeded();
        Assert.NotEqual(app.Folder, other.Folder);
        Assert.Equal(await File.ReadAllBytesAsync(app.Image), await File.ReadAllBytesAsync(other.Image));
    }

    [Fact]
    public async Task An_application_in_CXX_runs_with_objects_made_before_main_and_with_new()
    {
        var app = (await PackedSdk.GetAsync()).Project("objects")
            .Body("<ItemGroup><UkSelect Include=\"LIBNOLIBC;LIBUKCXX\" /></ItemGroup>")
            .Write("shape.hpp", """
                class Shape {
                public:
                    virtual ~Shape() {}
                    virtual int area() const = 0;
                };

                class Square : public Shape {
                public:
                    explicit Square(int side) : side_(side) {}
                    ~Square() override { side_ = 0; }
                    int area() const override { return side_ * side_; }

                private:
                    int side_;
                };

                Shape *make_shape(int side);

                """)
            .Write("shape.cc", "#include \"shape.hpp\"\n\nShape *make_shape(int side)\n{\n    return new Square(side);\n}\n")
            .Write("main.cpp", """
                #include <stdio.h>
                #include "shape.hpp"

                static Square early(3);

                template <typename T> static T twice(T value)
                {
                    return value + value;
                }

                static Shape &late(int side)
                {
                    static Square once(side);
                    return once;
                }

                int main()
                {
                    Shape *shape = make_shape(5);
                    int *numbers = new int[4]{1, 2, 3, 4};
                    late(2);
                    printf("areas %d %d %d, %d\\n", early.area(), late(7).area(), twice(shape->area()), numbers[3]);
                    delete[] numbers;
                    delete shape;
                    return 3;
                }

                """);
        (await app.Run("build", "-warnaserror")).Succeeded().HasNoWarning();
        var run = await app.Run("run", "--no-build", "-p:UkAccelerator=tcg");
        Assert.Contains("areas 9 4 50, 4", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, run.ExitCode);
        var command = app.Read("obj/Debug/kvm/build/appobjects/main.o.cmd");
        Assert.Matches("^ ?g\\+\\+ .* -fno-exceptions -fno-rtti .*/main.cpp ", command);
    }

    [Fact]
    public async Task The_generated_makefile_builds_the_same_image_without_the_SDK()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build")).Succeeded();
        var image = await File.ReadAllBytesAsync(app.Image);
        Directory.Delete(Path.Combine(app.Generated, "build"), recursive: true);
        var config = await File.ReadAllTextAsync(Path.Combine(app.Generated, ".config"));
        await MakeAsync();
        Assert.Equal(image, await File.ReadAllBytesAsync(Path.Combine(app.Generated, "build", Path.GetFileName(app.Image))));

        // Its goals of configuration are the SDK's; what one writes the other reads, and gives the same again.
        await MakeAsync("savedefconfig", $"UK_DEFCONFIG={app.PathOf("minimal")}");
        await MakeAsync("allnoconfig");
        Assert.Contains("# CONFIG_STACK_PROTECTOR is not set", await File.ReadAllLinesAsync(Path.Combine(app.Generated, ".config")));
        await MakeAsync("defconfig", $"UK_DEFCONFIG={app.PathOf("minimal")}");
        Assert.Equal(config, await File.ReadAllTextAsync(Path.Combine(app.Generated, ".config")));

        async Task MakeAsync(params string[] arguments)
        {
            var make = await Cli.Wrap("make").WithArguments(["-C", app.Generated, .. arguments]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.True(make.ExitCode == 0, $"exit code {make.ExitCode}:\n{make.StandardOutput}\n{make.StandardError}");
        }
    }

    [Fact]
    public async Task A_compilation_database_tells_editors_how_each_source_is_compiled()
    {
        var app = await Samples.BuiltApplicationAsync();
        var entries = JsonDocument.Parse(app.Read("compile_commands.json")).RootElement.EnumerateArray().ToList();
        var main = Assert.Single(entries, e => e.GetProperty("file").GetString() == app.PathOf("main.c"));
        Assert.Contains("gcc ", main.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_folder_of_the_command_line_takes_the_image()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build", "-o", "out")).Succeeded();
        Assert.True(File.Exists(app.PathOf("out/app_qemu-x86_64")));
    }

    [Fact]
    public async Task Clean_leaves_nothing_but_what_restore_wrote()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build")).Succeeded();
        Assert.True(File.Exists(app.PathOf("compile_commands.json")));
        (await app.Run("clean")).Succeeded();
        Assert.False(File.Exists(app.PathOf("compile_commands.json")));
        Assert.False(Directory.Exists(app.PathOf("bin")));
        Assert.All(
            Directory.EnumerateFileSystemEntries(app.PathOf("obj"), "*", SearchOption.AllDirectories),
            path => Assert.True(File.Exists(path) && Path.GetFileName(path) is var name && (name.Contains("nuget", StringComparison.Ordinal) || name == "project.assets.json"), path));
    }

    [Fact]
    public async Task Compiler_errors_and_warnings_have_file_line_column_and_code()
    {
        var app = (await Samples.ApplicationAsync()).Write("answer.c", """
            #include "answer.h"

            int answer(void)
            {
                int unused;
                return missing;
            }

            """);
        (await app.Run("build"))
            .Failed("GCC", "answer.c(6,12): error", "missing")
            .Warned("GCC-unused-variable", "answer.c(5,9): warning");
    }

    [Fact]
    public async Task A_warning_of_the_compiler_can_be_silenced_and_made_an_error_by_its_code()
    {
        var app = (await Samples.ApplicationAsync()).Write("answer.c", "#include \"answer.h\"\nint answer(void)\n{\n    int unused;\n    return 42;\n}\n");
        (await app.Run("build", "-warnaserror:GCC-unused-variable")).Failed("GCC-unused-variable");
        (await app.Run("build", "--no-restore", "-p:MSBuildWarningsAsMessages=GCC-unused-variable")).Succeeded().HasNoWarning();
    }

    [Fact]
    public async Task Headers_of_others_do_not_warn()
    {
        var app = (await Samples.ApplicationAsync("foreign"))
            .Body("""
                  <ItemGroup>
                    <UkSelect Include="LIBNOLIBC" />
                    <UkInclude Include="foreign" System="$(Foreign)" />
                  </ItemGroup>
                """)
            .Write("foreign/foreign.h", "static inline int foreign(void)\n{\n    int unused;\n    return 42;\n}\n")
            .Write("answer.c", "#include <foreign.h>\n#include \"answer.h\"\n\nint answer(void)\n{\n    return foreign();\n}\n");
        (await app.Run("build")).Succeeded().Warned("GCC-unused-variable", "foreign.h(3,9)");
        (await app.Run("build", "--no-restore", "-p:Foreign=true")).Succeeded().HasNoWarning();
    }

    [Fact]
    public async Task Linker_errors_name_the_symbol_and_the_source()
    {
        var app = (await Samples.ApplicationAsync()).Write("answer.c", "int nowhere(void);\nint answer(void);\nint answer(void)\n{\n    return nowhere();\n}\n");
        (await app.Run("build")).Failed("UK1", "nowhere", "answer.c");
    }
}
