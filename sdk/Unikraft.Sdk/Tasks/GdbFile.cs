using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Writes the gdb commands that find the sources of an image: its debug information names no folder of this machine (core/make/flags.mk maps them),
/// so that images are reproducible.
/// </summary>
internal static class GdbFile
{
    public static string Describe(Application application)
    {
        // A library is named by its last folder, and that is the same for all packages: gdb tries each.
        var parents = application.Libraries.Select(static l => Path.GetDirectoryName(l.Root.TrimEnd('/'))).Distinct();
        return $"""
            # Where the sources are. Use: gdb -x {Path.GetFileName(application.ImageFile)}.gdb {Path.GetFileName(application.ImageFile)}.dbg
            set substitute-path app {application.GeneratedFolder}
            set substitute-path core {application.CoreRoot}
            {string.Join("\n", parents.Select(static folder => $"directory {folder}"))}

            """;
    }
}
