using System.Collections.Immutable;
using System.Security.Cryptography;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Foreign;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Trees;

/// <summary>What a Unikraft tree needs before its make runs and what the embedded core does by itself.</summary>
public static class TreeBuild
{
    /// <summary>
    /// Empties the build folder when the other kind of core built there before: their records do not understand each other, and a tree would take the
    /// objects of the embedded core for its own.
    /// </summary>
    /// <param name="tree">The core that builds now.</param>
    /// <param name="buildFolder">The build folder, absolute.</param>
    public static void Claim(CoreTree tree, string buildFolder)
    {
        var records = Path.Combine(buildFolder, StaleProducts.RecordFolder);
        if (Directory.Exists(buildFolder) && Directory.Exists(records) == tree.IsEmbedded)
            Directory.Delete(buildFolder, recursive: true);
        if (!tree.IsEmbedded)
            Directory.CreateDirectory(records);
    }

    /// <summary>Writes our library for trees, and puts packaged archives where the tree's make would download them to.</summary>
    /// <returns>The files that changed (UK1401 when one cannot be written, UK2003 when an archive has another digest).</returns>
    public static async Task<Result<ImmutableArray<string>>> PrepareAsync(CoreTree tree, Application application, CancellationToken cancellation = default)
    {
        // The scripts that the tree's root file runs write below this folder.
        Directory.CreateDirectory(Path.Combine(application.BuildFolder, "kconfig"));
        var written = TreeLibrary.For(tree).WriteTo(TreeLibrary.FolderIn(application.GeneratedFolder));
        var problems = new List<Diagnostic>(written.Diagnostics);
        foreach (var library in application.Libraries)
            await PlaceArchivesAsync(library, application.BuildFolder, problems, cancellation).ConfigureAwait(false);
        return new Result<ImmutableArray<string>>(written.Value, [.. problems]);
    }

    /// <summary>
    /// The tree's <c>fetch</c> takes a file that is there already, without a look at it; so the digest is compared here, and nothing is placed when
    /// it differs.
    /// </summary>
    private static async Task PlaceArchivesAsync(LibraryReference library, string buildFolder, List<Diagnostic> problems, CancellationToken cancellation)
    {
        var sums = Path.Combine(library.Root, ForeignPackage.SumsFile);
        if (!File.Exists(sums))
            return;
        foreach (var line in await File.ReadAllLinesAsync(sums, cancellation).ConfigureAwait(false))
        {
            if (line.Split("  ", 2) is not [var expected, var name])
                continue;
            var archive = Path.Combine(Path.GetDirectoryName(sums)!, name);
            var target = Path.Combine(buildFolder, name);
            if (File.Exists(target) && await HashAsync(target, cancellation).ConfigureAwait(false) == expected)
                continue;
            var actual = File.Exists(archive) ? await HashAsync(archive, cancellation).ConfigureAwait(false) : "none: the file is missing";
            if (actual == expected)
                problems.AddRange(GeneratedFiles.CopyIfChanged(archive, target).Diagnostics);
            else
                problems.Add(Diagnostic.Error("UK2003", $"The archive '{name}' of the library '{library.Id}' has the SHA-256 {actual}, expected {expected}.", "Restore the library again; nothing was unpacked.").At(archive));
        }
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }
}
