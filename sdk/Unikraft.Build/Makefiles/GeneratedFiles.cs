using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// Writes generated files so that nobody sees half of one, and so that an unchanged one keeps its time stamp: make would rebuild the world otherwise.
/// </summary>
public static class GeneratedFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a text if the file has another one; creates missing folders (UK1401 when it cannot).</summary>
    /// <returns>Whether the file changed.</returns>
    public static Result<bool> WriteIfChanged(string path, string text) => Guard(path, () =>
    {
        var bytes = Utf8.GetBytes(text);
        if (HasContent(path, bytes))
            return false;
        Replace(path, temporary => File.WriteAllBytes(temporary, bytes));
        return true;
    });

    /// <summary>Copies a file if the target has other bytes; creates missing folders (UK1401 when it cannot).</summary>
    /// <returns>Whether the target changed.</returns>
    public static Result<bool> CopyIfChanged(string source, string target) => Guard(target, () =>
    {
        if (new FileInfo(target) is { Exists: true } file && file.Length == new FileInfo(source).Length && HasContent(target, File.ReadAllBytes(source)))
            return false;
        Replace(target, temporary => CopyWritable(source, temporary));
        return true;
    });

    /// <summary>Deletes a file; the problem (UK1401) when it cannot.</summary>
    public static Diagnostic? Delete(string path) => Guard(path, () =>
    {
        File.Delete(path);
        return true;
    }).Diagnostics.FirstOrDefault();

    /// <summary>A temporary name in the same folder: a rename inside one file system is atomic, and two processes never share the name.</summary>
    internal static string TemporaryFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");

    private static void Replace(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryFor(path);
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The store and package folders are read-only; what is copied from them must not be, or clean could not remove it.</summary>
    private static void CopyWritable(string source, string target)
    {
        using var from = File.OpenRead(source);
        using var to = File.Create(target);
        from.CopyTo(to);
    }

    private static bool HasContent(string path, byte[] bytes) =>
        new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);

    private static Result<bool> Guard(string path, Func<bool> work)
    {
        try
        {
            return Result.Of(work());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Result.Failed<bool>(Diagnostic.Error("UK1401", $"'{path}' cannot be written: {problem.Message.TrimEnd('.')}.", "Check the folder's permissions and the free space.").At(path));
        }
    }
}
