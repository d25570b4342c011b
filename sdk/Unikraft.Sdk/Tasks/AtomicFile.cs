namespace Unikraft.Sdk.Tasks;

/// <summary>Writes generated files: only when the content differs, and never half.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file if its content is not already that text; returns whether it did.</summary>
    public static async Task<bool> WriteIfDifferentAsync(string path, string content, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) == content)
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        await File.WriteAllTextAsync(temporary, content, cancellationToken).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
        return true;
    }
}
