using System.Formats.Tar;
using System.IO.Compression;
using CliWrap;
using Unikraft.Build.Origins;

namespace Unikraft.Build.Tests.Origins;

public sealed class ArchiveInspectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.tar.gz", "gzip")]
    [InlineData("a.tgz", "gzip")]
    [InlineData("a.tar.xz", "xz")]
    [InlineData("a.tar.bz2", "bzip2")]
    public async Task Tar_archives_are_listed(string name, string tool)
    {
        folder.File("in/foo-1.0/src/a.c", "a");
        folder.File("in/foo-1.0/README", "r");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "in/foo-1.0/src/link"), "../README");
        var path = Path.Combine(folder.Path, name);
        await Cli.Wrap("tar").WithArguments(["-C", Path.Combine(folder.Path, "in"), $"--use-compress-program={tool}", "-cf", path, "foo-1.0"]).ExecuteAsync();
        var content = (await ArchiveInspector.InspectAsync(path, name)).Value!;
        Assert.Equal("foo-1.0", content.Top);
        Assert.Equal(["foo-1.0/README", "foo-1.0/src/a.c", "foo-1.0/src/link"], content.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Zip_archives_are_listed()
    {
        folder.File("in/foo-1.0/src/a.c", "a");
        var path = Path.Combine(folder.Path, "a.zip");
        ZipFile.CreateFromDirectory(Path.Combine(folder.Path, "in"), path);
        var content = (await ArchiveInspector.InspectAsync(path, "a.zip")).Value!;
        Assert.Equal(("foo-1.0", "foo-1.0/src/a.c"), (content.Top, Assert.Single(content.Files)));
    }

    [Fact]
    public async Task An_archive_without_a_single_top_folder_has_none()
    {
        var path = Path.Combine(folder.Path, "a.tar.gz");
        Archives.TarGz(path, ("./a.c", ""), ("b/c.c", ""));
        Assert.Equal("", (await ArchiveInspector.InspectAsync(path, "a.tar.gz")).Value!.Top);
    }

    [Theory]
    [InlineData(TarEntryType.RegularFile, "../evil", null, "outside")]
    [InlineData(TarEntryType.RegularFile, "a/../../evil", null, "outside")]
    [InlineData(TarEntryType.RegularFile, "/etc/evil", null, "outside")]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "/etc/passwd", "outside")]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "../../x", "outside")]
    [InlineData(TarEntryType.HardLink, "a/link", "../x", "outside")]
    [InlineData(TarEntryType.CharacterDevice, "a/null", null, "device")]
    [InlineData(TarEntryType.BlockDevice, "a/sda", null, "device")]
    [InlineData(TarEntryType.Fifo, "a/pipe", null, "pipe")]
    public async Task A_dangerous_entry_is_refused_and_named(TarEntryType type, string name, string? target, string why)
    {
        var entry = new PaxTarEntry(type, name);
        if (target is not null)
            entry.LinkName = target;
        var path = Path.Combine(folder.Path, "a.tar.gz");
        Archives.TarGz(path, [new PaxTarEntry(TarEntryType.RegularFile, "a/fine"), entry]);
        var error = Assert.Single((await ArchiveInspector.InspectAsync(path, "a.tar.gz")).Diagnostics);
        Assert.Equal("UK2015", error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TarEntryType.RegularFile, "a/fine", "twice")]
    [InlineData(TarEntryType.Directory, "a/fine", "twice")]
    [InlineData(TarEntryType.RegularFile, "a", "twice")]
    [InlineData(TarEntryType.SymbolicLink, "./a//fine", "twice")]
    [InlineData(TarEntryType.RegularFile, "a/fine/below", "no folder")]
    [InlineData(TarEntryType.RegularFile, "a/link/below", "no folder")]
    public async Task An_entry_that_contradicts_another_one_is_refused(TarEntryType type, string name, string why)
    {
        var entry = new PaxTarEntry(type, name);
        if (type == TarEntryType.SymbolicLink)
            entry.LinkName = "fine";
        var path = Path.Combine(folder.Path, "a.tar.gz");
        Archives.TarGz(path, [new PaxTarEntry(TarEntryType.RegularFile, "a/fine"), new PaxTarEntry(TarEntryType.SymbolicLink, "a/link") { LinkName = "." }, entry]);
        var error = Assert.Single((await ArchiveInspector.InspectAsync(path, "a.tar.gz")).Diagnostics);
        Assert.Equal("UK2015", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_may_be_there_twice()
    {
        var path = Path.Combine(folder.Path, "a.tar.gz");
        Archives.TarGz(path, [new PaxTarEntry(TarEntryType.Directory, "a"), new PaxTarEntry(TarEntryType.RegularFile, "a/fine"), new PaxTarEntry(TarEntryType.Directory, "a/")]);
        Assert.Empty((await ArchiveInspector.InspectAsync(path, "a.tar.gz")).Diagnostics);
    }

    [Theory]
    [InlineData("bomb.tar.gz")]
    [InlineData("bomb.tar.xz")]
    [InlineData("bomb.zip")]
    public async Task An_archive_that_would_fill_the_disk_is_refused(string name)
    {
        // 200 MiB of zeros; each format makes less than 1 MiB of them.
        var zeros = folder.File("in/zeros");
        using (var file = File.OpenWrite(zeros))
            file.SetLength(200L << 20);
        var path = Path.Combine(folder.Path, name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
            ZipFile.CreateFromDirectory(Path.Combine(folder.Path, "in"), path, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        else
            await Cli.Wrap("tar").WithArguments(["-C", Path.Combine(folder.Path, "in"), $"--use-compress-program={(name.EndsWith("xz", StringComparison.Ordinal) ? "xz -1" : "gzip -1")}", "-cf", path, "zeros"]).ExecuteAsync();
        Assert.Equal("UK2018", Assert.Single((await ArchiveInspector.InspectAsync(path, name)).Diagnostics).Code);
    }

    [Theory]
    [InlineData("../evil", 0)]
    [InlineData("a\\..\\evil", 0)]
    [InlineData("a/link", 0xA1FF)]
    [InlineData("a/device", 0x2000)]
    public async Task A_dangerous_entry_of_a_zip_is_refused(string name, int mode)
    {
        var path = Path.Combine(folder.Path, "a.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry(name);
            entry.ExternalAttributes = mode << 16;
            using var writer = new StreamWriter(entry.Open());
            writer.Write("/etc/passwd");
        }

        Assert.Equal("UK2015", Assert.Single((await ArchiveInspector.InspectAsync(path, "a.zip")).Diagnostics).Code);
    }

    [Theory]
    [InlineData("a.tar.gz")]
    [InlineData("a.tar.xz")]
    [InlineData("a.tar.bz2")]
    [InlineData("a.zip")]
    [InlineData("a.rar")]
    [InlineData("a.gz")]
    [InlineData("a")]
    public async Task What_is_no_archive_is_an_error(string name)
    {
        var random = new byte[3000];
        new Random(7).NextBytes(random);
        foreach (var content in new[] { [], random, "hello"u8.ToArray() })
        {
            var path = Path.Combine(folder.Path, name);
            await File.WriteAllBytesAsync(path, content);
            Assert.Equal("UK2016", Assert.Single((await ArchiveInspector.InspectAsync(path, name)).Diagnostics).Code);
        }
    }

    [Fact]
    public async Task An_archive_that_is_cut_off_anywhere_never_throws()
    {
        var path = Path.Combine(folder.Path, "a.tar.gz");
        Archives.TarGz(path, ("foo/a.c", new string('x', 2000)), ("foo/b.c", "b"));
        var whole = await File.ReadAllBytesAsync(path);
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            var result = await ArchiveInspector.InspectAsync(path, "a.tar.gz");
            Assert.All(result.Diagnostics, d => Assert.Equal("UK2016", d.Code));
        }
    }
}
