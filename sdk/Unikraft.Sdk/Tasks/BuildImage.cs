using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>Builds the image of an application for one platform: generated files, configuration, make; then lists what it has read.</summary>
public sealed partial class BuildImage : ProjectTask
{
    private readonly HashSet<Diagnostic> reported = [];

    /// <summary>Gets or sets the folder of the generated files, absolute; make builds in <c>build</c> below it.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Gets or sets the platform.</summary>
    [Required]
    public string Platform { get; set; } = "";

    /// <summary>Gets or sets the name of the image, without platform.</summary>
    [Required]
    public string ImageName { get; set; } = "";

    /// <summary>Gets or sets the core tree that takes the place of the package; empty for none.</summary>
    public string CoreRoot { get; set; } = "";

    /// <summary>Gets or sets the defconfig; empty for none.</summary>
    public string Defconfig { get; set; } = "";

    /// <summary>Gets or sets how many jobs make may run; 0 or empty for what MSBuild grants.</summary>
    public string Jobs { get; set; } = "";

    /// <summary>Gets or sets the file that takes the list of all files the build has read.</summary>
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
        Written(TrackedInputs.Write(application, TrackingFile));
        if (CompileCommandsFile.Length > 0)
            Written(GeneratedFiles.WriteIfChanged(CompileCommandsFile, CompileCommands.Describe(application)));
    }

    private async Task<bool> GenerateAsync(Application application)
    {
        var origin = await FindOriginAsync(application.Self).ConfigureAwait(false);
        if (!origin.Succeeded || Unwrap(ProjectGenerator.ForApplication(application, origin.Value)) is not { } tree || !Written(tree.WriteTo(application.GeneratedFolder)))
            return false;
        var configuration = Unwrap(Configurator.Resolve(application));
        return configuration is not null && Written(GeneratedFiles.WriteIfChanged(application.ConfigFile, configuration.DotConfig()));
    }

    private bool Written<T>(Result<T> result)
    {
        Report(result.Diagnostics);
        return result.Succeeded;
    }

    private Application? Describe()
    {
        var self = ReadProject(UnitKind.Application);
        var platform = Unwrap(Unikraft.Build.Projects.Platform.Parse(Platform));
        if (self is null || platform is null)
            return null;
        var libraries = new LibraryItems(Libraries, ProjectFile);
        return new Application
        {
            Self = self,
            ImageName = ImageName,
            Platform = platform,
            CoreRoot = libraries.CoreRoot(CoreRoot),
            GeneratedFolder = Folders.Absolute(Folder, ProjectFile),
            Libraries = [.. libraries.Libraries],
            Requests = new ProjectItems(ProjectFile, Items).Requests,
            Defconfig = Defconfig.Length > 0 ? Folders.Absolute(Defconfig, ProjectFile) : null,
        };
    }
}
