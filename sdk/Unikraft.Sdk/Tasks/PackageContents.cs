using System.Text;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Notices that a package folder got another content under the same version. NuGet gives every extracted file the time of its zip entry, so make
/// could not see it. Published packages never change; those under development do.
/// </summary>
internal static class PackageContents
{
    /// <summary>Removes the build folder when a package it was built with has changed since, and remembers what it is built with now.</summary>
    public static void ForgetObjectsOfChanged(IEnumerable<string> roots, string buildFolder)
    {
        var record = Path.Combine(buildFolder, ".packages");
        var text = Describe(roots);
        if (File.Exists(record) && File.ReadAllText(record) != text)
            Directory.Delete(buildFolder, recursive: true);
        Directory.CreateDirectory(buildFolder);
        File.WriteAllText(record, text);
    }

    /// <summary>Lists the packages by folder and by the hash NuGet keeps beside them; folders that are no packages are left out.</summary>
    public static string Describe(IEnumerable<string> roots)
    {
        var text = new StringBuilder();
        foreach (var root in roots)
        {
            var metadata = Path.Combine(root, "..", ".nupkg.metadata");
            if (File.Exists(metadata))
                text.Append(root).Append(' ').Append(File.ReadAllText(metadata).ReplaceLineEndings("")).Append('\n');
        }

        return text.ToString();
    }
}
