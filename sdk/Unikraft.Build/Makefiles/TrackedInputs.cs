using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// The files a built image depends on: the union of the compiler's dependency files, and the files make itself reads. A change of one of them is
/// the reason to start make again; without one, make need not be started at all.
/// </summary>
public static class TrackedInputs
{
    /// <summary>Names of files make or Kconfig reads, wherever they stand in the core or in a library.</summary>
    private static readonly FrozenSet<string> BuildFiles = new[]
    {
        "Makefile", "Makefile.uk", "Makefile.rules", "Makefile.build", "Config.uk", "Linker.uk", "exportsyms.uk", "localsyms.uk",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] BuildSuffixes = [".mk", ".lds.S", ".lds", ".ld", ".sh"];

    /// <summary>Writes the list after a successful build: absolute paths, sorted, one a line, replaced only if it differs (UK1401 when it cannot).</summary>
    /// <param name="application">The application.</param>
    /// <param name="trackingFile">The file to write.</param>
    /// <param name="kconfigFiles">The files Kconfig has read, whatever their names are.</param>
    /// <returns>The paths.</returns>
    public static Result<ImmutableArray<string>> Write(Application application, string trackingFile, IEnumerable<string>? kconfigFiles = null)
    {
        var paths = new SortedSet<string>(kconfigFiles ?? [], StringComparer.Ordinal);
        if (application.Defconfig is { } defconfig)
            paths.Add(defconfig);
        foreach (var file in DependencyFiles(application.BuildFolder))
            paths.UnionWith(Prerequisites(file, [application.BuildFolder, application.CoreRoot]));
        foreach (var root in application.Libraries.Select(static l => l.Root).Append(application.CoreRoot).Where(Directory.Exists))
            paths.UnionWith(FilesOfMake(root));
        foreach (var library in application.Libraries)
            paths.UnionWith(new[] { ProjectGenerator.PatchFolder, ProjectGenerator.OriginFolder }.Select(f => Path.Combine(library.Root, f)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles));
        paths.UnionWith(new[] { "Makefile.uk", "Config.uk", "exportsyms.uk", ".config" }.Select(f => Path.Combine(application.GeneratedFolder, f)).Where(File.Exists));
        // The dependency file of a source that is gone stays behind; a missing input would start make every time.
        paths.RemoveWhere(p => IsBelow(p, application.BuildFolder) || !File.Exists(p));
        ImmutableArray<string> list = [.. paths];
        var written = GeneratedFiles.WriteIfChanged(trackingFile, string.Concat(list.Select(static p => p + "\n")));
        return new Result<ImmutableArray<string>>(list, written.Diagnostics);
    }

    /// <summary>Reads the list; empty when there is none yet, or it cannot be read: then make runs.</summary>
    public static ImmutableArray<string> Read(string trackingFile)
    {
        try
        {
            return File.Exists(trackingFile) ? [.. File.ReadAllLines(trackingFile).Where(static l => l.Length > 0)] : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads the prerequisites of a dependency file that gcc wrote; relative ones are looked for in the given folders.</summary>
    public static IEnumerable<string> Prerequisites(string dependencyFile, IReadOnlyList<string> folders)
    {
        foreach (var name in ParsePrerequisites(File.ReadAllText(dependencyFile)).Distinct())
        {
            if (Path.IsPathRooted(name))
                yield return Path.GetFullPath(name);
            else if (folders.Select(f => Path.GetFullPath(Path.Combine(f, name))).FirstOrDefault(File.Exists) is { } found)
                yield return found;
        }
    }

    /// <summary>Cuts a makefile of rules into prerequisites. A backslash escapes a blank or <c>#</c> and joins lines; <c>$$</c> is <c>$</c>.</summary>
    public static IEnumerable<string> ParsePrerequisites(string text)
    {
        var word = new StringBuilder();
        var afterColon = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            var next = i + 1 < text.Length ? text[i + 1] : '\n';
            if (c == '\\' && next is ' ' or '#' or ':')
            {
                word.Append(next);
                i++;
            }
            else if (c == '$' && next == '$')
            {
                word.Append('$');
                i++;
            }
            else if (c == '\\' && next is '\n' or '\r')
            {
                i += next == '\r' ? 2 : 1;
                if (Flush() is { } path)
                    yield return path;
            }
            else if (char.IsWhiteSpace(c) || (c == ':' && !afterColon))
            {
                if (Flush() is { } path)
                    yield return path;
                afterColon = c switch { ':' => true, '\n' => false, _ => afterColon };
            }
            else
            {
                word.Append(c);
            }
        }

        string? Flush()
        {
            var path = word.ToString();
            word.Clear();
            return afterColon && path.Length > 0 ? path : null;
        }
    }

    private static IEnumerable<string> DependencyFiles(string buildFolder) =>
        Directory.Exists(buildFolder) ? Directory.EnumerateFiles(buildFolder, "*.d", SearchOption.AllDirectories) : [];

    /// <summary>Finds the files below a folder that make or Kconfig reads.</summary>
    internal static IEnumerable<string> FilesOfMake(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(static f => BuildFiles.Contains(Path.GetFileName(f)) || BuildSuffixes.Any(s => f.EndsWith(s, StringComparison.Ordinal)));

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
