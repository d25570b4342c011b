using CliWrap;
using CliWrap.Buffered;

namespace Bench;

/// <summary>The smallest possible guest, assembled for the occasion.</summary>
internal sealed class TinyImage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-");

    private TinyImage()
    {
    }

    /// <summary>Path of the image.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "tiny");

    /// <summary>Assembles it.</summary>
    public static async Task<TinyImage> BuildAsync(CancellationToken cancellation)
    {
        var image = new TinyImage();
        await Cli.Wrap("gcc")
            .WithArguments(["-nostdlib", "-static", "-no-pie", "-s", "-Wl,--build-id=none,-Ttext=0x100000,-z,max-page-size=4096", "-o", image.Path, System.IO.Path.Combine(Repository.Root, "bench/tiny-pvh.S")])
            .ExecuteBufferedAsync(cancellation);
        return image;
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);
}
