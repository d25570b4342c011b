using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Unikraft.Build.Tests;

/// <summary>Makes small archives.</summary>
internal static class Archives
{
    /// <summary>Writes a .tar.gz of files and returns its SHA-256.</summary>
    public static string TarGz(string path, params (string Name, string Text)[] files) =>
        TarGz(path, [.. files.Select(static f => (TarEntry)new PaxTarEntry(TarEntryType.RegularFile, f.Name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(f.Text)) })]);

    public static string TarGz(string path, IReadOnlyList<TarEntry> entries)
    {
        using (var file = File.Create(path))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        }

        return Sha256(path);
    }

    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
