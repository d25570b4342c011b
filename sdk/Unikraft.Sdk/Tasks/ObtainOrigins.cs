using Microsoft.Build.Framework;
using Unikraft.Build.Origins;

namespace Unikraft.Sdk.Tasks;

/// <summary>Brings the archives of a project's origins into the store of this machine. The only task that may use the network.</summary>
public sealed class ObtainOrigins : UkTask
{
    /// <summary>Gets or sets the items of the project.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        var store = new OriginStore(OriginStore.DefaultFolder);
        foreach (var origin in new ProjectItems(ProjectFile, Items).Origins)
            Report((await store.ObtainAsync(origin, new OriginOptions(), Cancelled).ConfigureAwait(false)).Diagnostics);
    }
}
