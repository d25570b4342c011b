using System.Security.Cryptography;
using Microsoft.Build.Framework;
using Unikraft.Build.Images;
using Unikraft.Build.Makefiles;

namespace Unikraft.Sdk.Tasks;

/// <summary>Builds an image once more in another folder and compares the two.</summary>
public sealed class VerifyImage : ApplicationTask
{
    /// <summary>Gets or sets the list of all files the build has read.</summary>
    [Required]
    public string TrackingFile { get; set; } = "";

    /// <summary>Gets or sets the folder of the second build, absolute; empty for a new one below the folder for temporary files, which goes when both are the same.</summary>
    public string SecondFolder { get; set; } = "";

    /// <summary>Gets or sets the program before each call of the compiler; empty for none.</summary>
    public string CompilerLauncher { get; set; } = "";

    /// <summary>Gets or sets the folder below which paths do not count for a cache.</summary>
    public string CacheRoot { get; set; } = "";

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (Describe() is not { } application)
            return;
        var folder = SecondFolder.Length > 0 ? Folders.Absolute(SecondFolder, ProjectFile) : Directory.CreateTempSubdirectory("unikraft-verify-").FullName;
        var run = CompilerCache.Apply(MakeRun.ForApplication(application, Environment.ProcessorCount), CompilerLauncher, CacheRoot);
        var rebuild = new ImageRebuild(run, application, TrackedInputs.Read(TrackingFile), folder);
        var verified = await rebuild.VerifyAsync(line => Log.LogMessage(MessageImportance.Low, "{0}", line.Line), Cancelled).ConfigureAwait(false);
        Report(verified.Diagnostics);
        // What differs stays for whoever wants to look into it.
        if (!verified.Succeeded)
            return;
        if (SecondFolder.Length == 0)
            Directory.Delete(folder, recursive: true);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(application.ImageFile, Cancelled).ConfigureAwait(false)));
        Log.LogMessage(MessageImportance.High, "{0}: a second build in another folder gave the same image, SHA-256 {1}", Name, hash);
    }
}
