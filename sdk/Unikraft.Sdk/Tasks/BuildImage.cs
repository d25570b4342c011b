using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>Builds the image of an application for one platform: generated files, configuration, make; then lists what it has read.</summary>
public sealed partial class BuildImage : ApplicationTask
{
    private readonly HashSet<Diagnostic> reported = [];
    private ImmutableArray<string> kconfigFiles = [];

    /// <summary>Gets or sets how many jobs make may run; 0 or empty for what MSBuild grants.</summary>
    public string Jobs { get; set; } = "";

    /// <summary>
    /// Gets or sets the file that takes the list of all files the build has read. It is written as <c>.new</c>: the caller gives it its name when the
    /// image is where it belongs, so that a kill while it is copied leaves no list, and the next build copies it again.
    /// </summary>
    [Required]
    public string TrackingFile { get; set; } = "";

    /// <summary>Gets or sets the file that takes the compilation database for editors; empty for none.</summary>
    public string CompileCommandsFile { get; set; } = "";

    /// <summary>Gets the image in make's folder.</summary>
    [Output]
    public string Image { get; private set; } = "";

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (Describe() is not { } application)
            return;
        using var held = BuildLock.Take(application.GeneratedFolder);
        // An interrupted build has no list, so the next one starts make again.
        File.Delete(TrackingFile);
        PackageContents.ForgetObjectsOfChanged([application.CoreRoot, .. application.Libraries.Select(static l => l.Root)], application.BuildFolder);
        if (!await GenerateAsync(application).ConfigureAwait(false) || !await MakeAsync(application).ConfigureAwait(false))
            return;
        Image = application.ImageFile;
        Written(GeneratedFiles.WriteIfChanged(Image + ".gdb", GdbFile.Describe(application)));
        Written(TrackedInputs.Write(application, TrackingFile + ".new", kconfigFiles));
        if (CompileCommandsFile.Length > 0)
            Written(GeneratedFiles.WriteIfChanged(CompileCommandsFile, CompileCommands.Describe(application)));
    }

    private async Task<bool> GenerateAsync(Application application)
    {
        if (!await GenerateFilesAsync(application).ConfigureAwait(false))
            return false;
        var configuration = Unwrap(Configurator.Resolve(application, AllowShell));
        kconfigFiles = configuration?.Files ?? [];
        return configuration is not null && Written(GeneratedFiles.WriteIfChanged(application.ConfigFile, configuration.DotConfig()));
    }
}
