using Unikraft.Build.Makefiles;

namespace Unikraft.Sdk.Tasks;

/// <summary>Puts a launcher (ccache, distcc) before the calls of the compiler.</summary>
internal static class CompilerCache
{
    /// <summary>Returns the run with the launcher; as it is when there is none.</summary>
    public static MakeRun Apply(MakeRun run, string launcher, string root) => string.IsNullOrWhiteSpace(launcher)
        ? run
        : run with { Launcher = launcher.Trim(), CacheRoot = root.Length > 0 ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) : null };
}
