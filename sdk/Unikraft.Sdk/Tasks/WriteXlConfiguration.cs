using Microsoft.Build.Framework;
using Unikraft.Build.Machines;
using Unikraft.Sdk.Launcher;

namespace Unikraft.Sdk.Tasks;

/// <summary>Writes the configuration by which <c>xl create</c> starts a published image, from the same arguments the launcher of <c>dotnet run</c> gets.</summary>
public sealed class WriteXlConfiguration : UkTask
{
    /// <summary>Gets or sets the launcher's options: the name without dashes, and metadata <c>Value</c>. Those without a value are left out.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>Gets or sets the name of the domain.</summary>
    [Required]
    public string DomainName { get; set; } = "";

    /// <summary>Gets or sets the file, absolute.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <inheritdoc />
    protected override Task RunAsync()
    {
        var arguments = Options.Select(static o => (Name: o.ItemSpec, Value: o.GetMetadata("Value"))).Where(static o => o.Value.Length > 0);
        if (Unwrap(LauncherOptions.Parse([.. arguments.SelectMany(static o => new[] { "--" + o.Name, o.Value })])) is { } machine
            && Unwrap(XlConfiguration.For(machine, DomainName)) is { } text)
            System.IO.File.WriteAllText(File, text);
        return Task.CompletedTask;
    }
}
