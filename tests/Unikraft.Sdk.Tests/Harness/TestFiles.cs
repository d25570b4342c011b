namespace Unikraft.Sdk.Tests.Harness;

/// <summary>File operations the tests share.</summary>
internal static class TestFiles
{
    public static void CopyFolder(string source, string target, params IReadOnlyCollection<string> skip)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source).Where(folder => !skip.Contains(Path.GetFileName(folder))))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)), skip);
    }
}
