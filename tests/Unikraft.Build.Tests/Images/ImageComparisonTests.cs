using CliWrap;
using Unikraft.Build.Images;

namespace Unikraft.Build.Tests.Images;

public sealed class ImageComparisonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_difference_is_named_by_section_symbol_and_source()
    {
        var first = await Build("first", "int before(void) { return 1; } int changed(void) { return 2; }");
        var second = await Build("second", "int before(void) { return 1; } int changed(void) { return 3; }");
        var difference = ImageComparison.Find("image", first, second)!;
        Assert.Equal((".text.changed", "changed", Path.Combine(folder.Path, "first.c")), (difference.Section, difference.Symbol, difference.File));
        Assert.Null(ImageComparison.Find("image", first, first));
    }

    [Fact]
    public async Task Without_a_different_object_the_image_itself_is_looked_into()
    {
        var first = await Build("one", "int same(void) { return 1; }");
        var second = await Build("two", "int same(void) { return 1; }");
        var image = Path.Combine(second, "image");
        var bytes = await File.ReadAllBytesAsync(image);
        await File.WriteAllBytesAsync(image, [.. bytes, 0]);
        Assert.Equal(("", bytes.Length), (ImageComparison.Find("image", first, second)!.Section, ImageComparison.Find("image", first, second)!.Offset));
    }

    private async Task<string> Build(string name, string text)
    {
        var source = folder.File($"{name}.c", text);
        var build = folder.Folder($"{name}/build");
        var made = folder.File($"{name}/build/app/code.o");
        string[] arguments = ["-ffunction-sections", "-O1", $"-ffile-prefix-map={folder.Path}/{name}=x", "-c", source, "-o", made];
        await Cli.Wrap("gcc").WithArguments(arguments).ExecuteAsync();
        await File.WriteAllTextAsync($"{made}.cmd", $"gcc {string.Join(' ', arguments)}\n");
        // The file name is in the symbol table; this test is about code.
        await Cli.Wrap("strip").WithArguments(["-N", $"{name}.c", made]).ExecuteAsync();
        await Cli.Wrap("gcc").WithArguments(["-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-e,0", made, "-o", Path.Combine(build, "image")]).ExecuteAsync();
        File.Copy(Path.Combine(build, "image"), Path.Combine(build, "image.dbg"));
        return build;
    }
}
