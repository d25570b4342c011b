using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Keeps two builds out of one folder. The lock is the system's, on an open file: it ends with the process that holds it, however that ends.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private readonly FileStream file;

    private BuildLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a folder, or throws UK0013 when another build has it.</summary>
    public static BuildLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".lock");
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CodedException(Diagnostic.Error(
                "UK0013",
                $"Another build works in '{folder}'.",
                "Wait until it has ended, or give this one a folder of its own with -p:BaseIntermediateOutputPath=DIR/."));
        }
    }

    // The file stays: to delete it would let a third build lock another file of the same name.
    public void Dispose() => file.Dispose();
}
