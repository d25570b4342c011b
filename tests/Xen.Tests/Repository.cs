using System.Runtime.CompilerServices;

namespace Xen.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>Path of a published lab.</summary>
    public static string Lab(string name) => Path.Combine(Root, "tools/netlab/labs", name + ".json");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
