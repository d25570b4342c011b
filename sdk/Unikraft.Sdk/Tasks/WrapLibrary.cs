using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Unikraft.Build.Foreign;
using Unikraft.Build.Origins;

namespace Unikraft.Sdk.Tasks;

/// <summary>Writes the folder of a wrapped library: the library as it stands, and the archives it fetches, verified. Never uses the network.</summary>
public sealed class WrapLibrary : UkTask
{
    /// <summary>Gets or sets the items of the project: UkOrigin for archives, UkConfig where an archive depends on an option.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Gets or sets the folder of the foreign library, absolute or relative to the project.</summary>
    [Required]
    public string ForeignRoot { get; set; } = "";

    /// <summary>Gets or sets the folder to write to, absolute.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (Unwrap(ForeignLibrary.Read(Folders.Absolute(ForeignRoot, ProjectFile))) is not { } library)
            return;
        var project = new ProjectItems(ProjectFile, Items);
        var archives = await ForeignProbe.ArchivesAsync(library, project.Requests, Cancelled).ConfigureAwait(false);
        Report(archives.Diagnostics);
        if (!archives.Succeeded)
            return;
        var origins = ImmutableArray.CreateBuilder<OriginArchive>();
        var store = new OriginStore(OriginStore.DefaultFolder);
        foreach (var origin in archives.Value.IsEmpty ? [] : project.Origins)
        {
            var found = await store.FindAsync(origin, Cancelled).ConfigureAwait(false);
            Report(found.Diagnostics);
            if (!found.Succeeded || found.Value is not { } archive)
                return;
            origins.Add(archive);
        }

        if (Unwrap(ForeignPackage.Generate(library, archives.Value, origins.ToImmutable())) is { } tree)
        {
            var folder = Path.GetFullPath(Folder);
            GenerateLibrary.RemoveStale(folder, tree);
            Report(tree.WriteTo(folder).Diagnostics);
        }
    }
}
