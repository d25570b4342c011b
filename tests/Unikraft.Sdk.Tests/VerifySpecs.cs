using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary><c>-t:UkVerify</c>: a second build in another folder.</summary>
public sealed class VerifySpecs
{
    [Fact]
    public async Task A_reproducible_image_is_confirmed_with_its_hash()
    {
        var app = await Samples.BuiltApplicationAsync();
        var result = (await app.Run("build", "-t:UkVerify")).Succeeded().HasNoWarning();
        Assert.Contains(Port.Sha256(app.Image), result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_depends_on_its_time_is_found_by_section_symbol_and_file_and_the_second_build_is_kept()
    {
        var app = (await Samples.ApplicationAsync()).Write("answer.c", "#include \"answer.h\"\n\nvolatile const char made[] = __TIMESTAMP__;\n\nint answer(void)\n{\n    return made[0];\n}\n");
        var again = Path.GetFullPath(app.PathOf("../again-of-verify"));
        (await app.Run("build", "-t:UkVerify", $"-p:UkVerifyFolder={again}"))
            .Failed("UK3042", "section .data.made", "symbol made", $"file {app.PathOf("answer.c")}", again);
        Assert.True(Directory.Exists(again));
        // Neither the project nor anything else of somebody's is overwritten.
        (await app.Run("build", "--no-restore", "-t:UkVerify", "-p:UkVerifyFolder=sub")).Failed("UK3044", "it lies in the project");
        (await app.Run("build", "--no-restore", "-t:UkVerify", "-p:UkVerifyFolder=..")).Failed("UK3044", "something else");
        Assert.True(File.Exists(app.PathOf("answer.c")));
    }
}
