namespace Unikraft.Sdk.Tasks;

/// <summary>Folders as make wants them: absolute, without a separator at the end.</summary>
internal static class Folders
{
    /// <summary>Makes a folder of a property or of metadata absolute; relative ones start at the project's folder.</summary>
    public static string Absolute(string path, string projectFile) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.Replace('\\', '/'), Path.GetDirectoryName(projectFile)!));
}
