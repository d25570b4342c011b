using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;
using Unikraft.Build.Trees;

namespace Unikraft.Sdk.Tasks;

/// <summary>The base of tasks that work on an application for one platform.</summary>
public abstract class ApplicationTask : ProjectTask
{
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

    /// <summary>Gets or sets the projects and folders of libraries that take the place of packages, absolute.</summary>
    public string[] GivenLibraries { get; set; } = [];

    /// <summary>Gets or sets the defconfig; empty for none.</summary>
    public string Defconfig { get; set; } = "";

    /// <summary>Gets or sets whether Kconfig files may run commands.</summary>
    public bool AllowShell { get; set; }

    /// <summary>Describes the application; null when an error was reported.</summary>
    protected Application? Describe()
    {
        var self = ReadProject(UnitKind.Application);
        var platform = Unwrap(Unikraft.Build.Projects.Platform.Parse(Platform));
        if (self is null || platform is null)
            return null;
        var libraries = new LibraryItems(Libraries, ProjectFile);
        var tree = CoreTree.Read(libraries.CoreRoot(CoreRoot));
        var folder = Folders.Absolute(Folder, ProjectFile);
        return new Application
        {
            Self = self,
            ImageName = ImageName,
            Platform = platform,
            CoreRoot = tree.Root,
            GeneratedFolder = folder,
            Libraries = tree.IsEmbedded ? [.. libraries.WithGiven(GivenLibraries)] : [.. libraries.WithGiven(GivenLibraries), TreeLibrary.ReferenceIn(folder)],
            Requests = new ProjectItems(ProjectFile, Items).Requests,
            Configurator = $"dotnet exec {typeof(ApplicationTask).Assembly.Location} configure",
            Defconfig = Defconfig.Length > 0 ? Folders.Absolute(Defconfig, ProjectFile) : null,
        };
    }

    /// <summary>Writes the generated files of an application, which Kconfig and make read; false when an error was reported.</summary>
    protected async Task<bool> GenerateFilesAsync(Application application)
    {
        var core = CoreTree.Read(application.CoreRoot);
        Report(TreeCheck.Check(core, application));
        TreeBuild.Claim(core, application.BuildFolder);
        if (Log.HasLoggedErrors || (!core.IsEmbedded && !Written(await TreeBuild.PrepareAsync(core, application, Cancelled).ConfigureAwait(false))))
            return false;
        var origin = await FindOriginAsync(application.Self).ConfigureAwait(false);
        return origin.Succeeded && Unwrap(ProjectGenerator.ForApplication(application, origin.Value)) is { } tree && Written(tree.WriteTo(application.GeneratedFolder));
    }

    /// <summary>Reports what there is to say about a file that was written; false when there was an error.</summary>
    protected bool Written<T>(Result<T> result)
    {
        Report(result.Diagnostics);
        return result.Succeeded;
    }
}
