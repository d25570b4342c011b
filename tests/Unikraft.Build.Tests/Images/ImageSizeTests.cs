using Unikraft.Build.Images;

namespace Unikraft.Build.Tests.Images;

public sealed class ImageSizeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_sums_up_to_the_file_and_shows_the_difference()
    {
        var before = Image(2100, Library("libold", (".text", 100)), Library("libbig", (".text", 1900)));
        var now = Image(1500, Library("libbig", (".text", 1000), (".data", 300)), Library("libnew", (".text", 150), (".bss", 4096)));
        Assert.Equal(
            """
            microlibrary       file  zero memory   .bss  .text  .data  since before
            libbig            1,300            -      -  1,000    300          -600
            libnew              150        4,096  4,096    150      -      new +150
            libold             gone                                            -100
            headers and gaps     50                                             -50
            app               1,500        4,096  4,096  1,150    300          -600

            """,
            ImageSizeTable.Write(now, before));
        Assert.DoesNotContain("since", ImageSizeTable.Write(now, null), StringComparison.Ordinal);
        Assert.Equal("1,500 bytes; libbig 1,300, libnew 150", now.Summary());
    }

    [Fact]
    public void The_file_is_read_again_and_a_damaged_one_counts_as_none()
    {
        var size = Image(100, Library("libx", (".text", 90)));
        var file = folder.File("size.json", size.ToJson());
        Assert.Equal(size.ToJson(), ImageSize.Read(file)!.ToJson());
        foreach (var text in new[] { "", "null", "{", "[]", """{"image":"x"}""", """{"image":null,"file_bytes":1,"memory_bytes":1,"libraries":[]}""", """{"image":"x","file_bytes":1.5,"memory_bytes":1,"libraries":[]}""", """{"image":"x","file_bytes":1,"memory_bytes":1,"libraries":[{"name":"x"}]}""" })
            Assert.Null(ImageSize.Read(folder.File("size.json", text)));
        Assert.Null(ImageSize.Read(Path.Combine(folder.Path, "none")));
    }

    private static ImageSize Image(long bytes, params LibrarySize[] libraries) => new("app", bytes, bytes, [.. libraries]);

    private static LibrarySize Library(string name, params (string Section, long Bytes)[] sections)
    {
        var zero = sections.Where(s => s.Section == ".bss").Sum(s => s.Bytes);
        return new LibrarySize(name, sections.Sum(s => s.Bytes) - zero, zero, [.. sections.Select(s => new SectionSize(s.Section, s.Bytes)).OrderBy(s => s.Name, StringComparer.Ordinal)]);
    }
}
