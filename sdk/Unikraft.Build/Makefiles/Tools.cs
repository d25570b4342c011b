using System.Collections.Frozen;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>The programs a build needs, and the Debian packages that bring them.</summary>
public static class Tools
{
    private static readonly FrozenDictionary<string, string> Packages = new Dictionary<string, string>
    {
        ["make"] = "make",
        ["gcc"] = "gcc",
        ["cc"] = "gcc",
        ["clang"] = "clang",
        ["ld"] = "binutils",
        ["ar"] = "binutils",
        ["nm"] = "binutils",
        ["objcopy"] = "binutils",
        ["objdump"] = "binutils",
        ["readelf"] = "binutils",
        ["strip"] = "binutils",
        ["patch"] = "patch",
        ["tar"] = "tar",
        ["xz"] = "xz-utils",
        ["unzip"] = "unzip",
        ["bzip2"] = "bzip2",
        ["python3"] = "python3",
        ["m4"] = "m4",
        ["awk"] = "gawk",
        ["ccache"] = "ccache",
        ["distcc"] = "distcc",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds a program in the folders of PATH; null when there is none.</summary>
    public static string? Find(string name, string? path = null)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return IsProgram(name) ? name : null;
        var folders = (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(IsProgram);
    }

    /// <summary>Creates the error for a missing program: UK1031.</summary>
    public static Diagnostic Missing(string name) => Diagnostic.Error(
        "UK1031",
        $"The program '{name}' was not found.",
        Packages.TryGetValue(name, out var package) ? $"Install it, on Debian with 'apt install {package}'." : "Install it, or correct the PATH.");

    private static bool IsProgram(string file)
    {
        const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & executable) != 0);
    }
}
