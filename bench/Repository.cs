using System.Runtime.CompilerServices;

namespace Bench;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    /// <summary>The root folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), ".."));

    /// <summary>The image that build.sh makes.</summary>
    public static string Image => Path.Combine(Root, "samples/uTNT/bin/Release/kvm/uTNT_qemu-x86_64");

    /// <summary>The image for Xen that build.sh makes.</summary>
    public static string XenImage => Path.Combine(Root, "samples/uTNT/bin/Release/xen/uTNT_xen-x86_64");

    /// <summary>A lab of the benchmarks or of netlab.</summary>
    public static string Lab(string name) => Path.Combine(Root, name.StartsWith("ex", StringComparison.Ordinal) ? "tools/netlab/labs" : "bench", name + ".json");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
