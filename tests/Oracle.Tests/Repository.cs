using System.Runtime.CompilerServices;

namespace Oracle.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    public static string Labs => Path.Combine(Root, "tools/netlab/labs");

    public static string Expected => Path.Combine(Root, "tests/Labs.Tests/expected");

    /// <summary>The image that build.sh makes.</summary>
    public static string Image => Path.Combine(Root, "samples/uTNT/bin/Release/kvm/uTNT_qemu-x86_64");

    /// <summary>Where labs that differ stay.</summary>
    public static string FailedLabs => Path.Combine(Root, "artifacts/oracle/failed");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
