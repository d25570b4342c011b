using Microsoft.Build.Framework;
using Unikraft.Build.Machines;
using Unikraft.Sdk.Launcher;

namespace Unikraft.Sdk.Tasks;

/// <summary>Writes the script that boots a published image without .NET, from the same arguments the launcher of <c>dotnet run</c> gets.</summary>
public sealed class WriteRunScript : UkTask
{
    /// <summary>Gets or sets the launcher's options: the name without dashes, and metadata <c>Value</c>. Those without a value are left out.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>Gets or sets the script, absolute.</summary>
    [Required]
    public string Script { get; set; } = "";

    /// <inheritdoc />
    protected override Task RunAsync()
    {
        var arguments = Options.Select(static o => (Name: o.ItemSpec, Value: o.GetMetadata("Value"))).Where(static o => o.Value.Length > 0);
        if (Unwrap(LauncherOptions.Parse([.. arguments.SelectMany(static o => new[] { "--" + o.Name, o.Value })])) is not { } machine || Unwrap(RunScript.For(machine)) is not { } text)
            return Task.CompletedTask;
        File.WriteAllText(Script, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Script, File.GetUnixFileMode(Script) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return Task.CompletedTask;
    }
}
