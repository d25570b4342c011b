using Unikraft.Build.Makefiles;

namespace Unikraft.Sdk.Tasks;

/// <summary>Puts a launcher (ccache, distcc) before the calls of the compiler.</summary>
internal static class CompilerCache
{
    /// <summary>Returns the run with the launcher; as it is when there is none.</summary>
    public static MakeRun Apply(MakeRun run, string launcher, string root) => string.IsNullOrWhiteSpace(launcher)
        ? run
        : run with { Launcher = launcher.Trim(), CacheRoot = root.Length > 0 ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) : null };

    /// <summary>
    /// Removes the compiler's dependency files when another launcher wrote them: a cache writes relative paths, which mean something in one folder only.
    /// All objects are out of date anyway, because their command has changed.
    /// </summary>
    public static void ForgetDependenciesOfOther(string launcher, string buildFolder)
    {
        var record = Path.Combine(buildFolder, ".launcher");
        var before = File.Exists(record) ? File.ReadAllText(record) : "";
        if (before == launcher.Trim())
            return;
        foreach (var file in Directory.EnumerateFiles(buildFolder, "*.d", SearchOption.AllDirectories).ToList())
            File.Delete(file);
        File.WriteAllText(record, launcher.Trim());
    }
}
