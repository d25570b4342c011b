using Microsoft.Build.Framework;

namespace Unikraft.Sdk.Tasks;

/// <summary>Brings the archives of a project's origins into the store of this machine, or finds them there.</summary>
public sealed class ObtainOrigins : UkTask
{
    /// <summary>Gets or sets the items of the project.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Gets the archives, one for each origin.</summary>
    [Output]
    public ITaskItem[] Archives { get; private set; } = [];

    /// <inheritdoc />
    protected override Task RunAsync() => Task.CompletedTask;
}
