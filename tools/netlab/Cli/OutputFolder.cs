namespace Netlab.Cli;

/// <summary>The folder a run leaves its results in; the guest sees it as its root.</summary>
/// <param name="Path">Absolute path.</param>
internal sealed record OutputFolder(string Path)
{
    /// <summary>Result file, as the prober is told.</summary>
    public const string WartsName = "out.warts";

    /// <summary>Log of commands, as the prober is told.</summary>
    public const string LogName = "commands.log";

    /// <summary>List of destinations, as the prober is told.</summary>
    public const string TargetsName = "targets.txt";

    /// <summary>Makes the folder of a run.</summary>
    /// <param name="wanted">Its path; null: a temporary one.</param>
    /// <param name="prober">Arguments of the prober: with --resume it goes on with the results that are there.</param>
    /// <exception cref="NetlabException">UK4013 when it cannot be written.</exception>
    public static OutputFolder Create(string? wanted, params IReadOnlyList<string> prober)
    {
        try
        {
            var path = wanted is null ? Directory.CreateTempSubdirectory("netlab-").FullName : Directory.CreateDirectory(wanted).FullName;
            var folder = new OutputFolder(path);
            // Results of an earlier run must not pass for results of this one.
            foreach (var name in prober.Contains("--resume") ? [TargetsName] : new[] { WartsName, LogName, TargetsName })
                System.IO.File.Delete(folder.File(name));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(wanted ?? System.IO.Path.GetTempPath(), e);
        }
    }

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Path of a file in the folder if it is there.</summary>
    public string? Existing(string name) => System.IO.File.Exists(File(name)) ? File(name) : null;

    /// <summary>Opens a file for writing.</summary>
    /// <exception cref="NetlabException">UK4013 when it cannot be written.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private static NetlabException NotWritable(string path, Exception e) =>
        new("UK4013", $"'{path}' cannot be written ({e.Message}). Choose another place with --output or --pcap.", inner: e);
}
