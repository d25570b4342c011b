namespace Unikraft.Build.Machines;

/// <summary>
/// Finds out whether KVM runs a 64-bit guest here. The device file alone says little: in a nested or emulated host it may be there and hang.
/// The answer holds until the next boot of the host and is kept in the user's cache folder.
/// </summary>
internal static class KvmProbe
{
    private const string Device = "/dev/kvm";
    private const string Works = "works";

    /// <summary>Gets how long a test guest may take.</summary>
    public static TimeSpan Limit => TimeSpan.FromSeconds(3);

    /// <summary>Returns null when KVM works, else why not; an empty text when the host has none.</summary>
    public static async Task<string?> FindFaultAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Device))
            return "";
        var cache = CacheFile();
        if (cache is not null && File.Exists(cache))
        {
            var known = await File.ReadAllTextAsync(cache, cancellation).ConfigureAwait(false);
            return known == Works ? null : known;
        }
        var fault = await TryAsync(cancellation).ConfigureAwait(false);
        if (cache is not null)
            Save(cache, fault ?? Works);
        return fault;
    }

    /// <summary>Remembers that KVM gave up on a guest, whatever the probe said: the next one is emulated.</summary>
    public static void Distrust(string fault)
    {
        if (CacheFile() is { } cache)
            Save(cache, fault);
    }

    private static async Task<string?> TryAsync(CancellationToken cancellation)
    {
        try
        {
            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Device} cannot be opened";
        }
        var image = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(image, ProbeGuest.Build(), cancellation).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Limit);
            var host = new MachineHost(_ => { }, _ => { });
            var run = await QemuProcess.RunAsync(new Machine(image) { MemoryMiB = 8 }, "", kvm: true, host, limit.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return run switch
            {
                { Status: { Crashed: false, Value: 0 } } => null,
                { KvmGaveUp: true } => run.Errors.Split('\n')[0].Trim(),
                { ExitCode: null } => $"a test guest did not end within {Limit.TotalSeconds} s",
                { Errors.Length: > 0 } => run.Errors.Split('\n')[0].Trim(),
                _ => "a test guest ended without a word",
            };
        }
        finally
        {
            File.Delete(image);
        }
    }

    private static string? CacheFile()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        var root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length == 0 || !File.Exists(BootId)
            ? null
            : Path.Combine(root, "unikraft-sdk", "kvm-" + File.ReadAllText(BootId).Trim());
    }

    /// <summary>A cache that cannot be written costs the next run a second probe, nothing else.</summary>
    private static void Save(string path, string answer)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(draft, answer);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
