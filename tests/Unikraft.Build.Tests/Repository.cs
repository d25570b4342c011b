using System.Runtime.CompilerServices;

namespace Unikraft.Build.Tests;

/// <summary>Folders of the repository the tests were compiled from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string Core => Path.Combine(Root, "core");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
