using System.Runtime.CompilerServices;

namespace Measurements.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>Files that Debian's scamper and the first TNT wrote.</summary>
    public static string Samples => Path.Combine(Root, "tests/native/scamper/data");

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Samples, name));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
