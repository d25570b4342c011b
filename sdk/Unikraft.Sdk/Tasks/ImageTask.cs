using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Images;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>The base of tasks about an image that has been built.</summary>
public abstract class ImageTask : UkTask
{
    /// <summary>Gets or sets the folder of the generated files, absolute; make built in <c>build</c> below it.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Gets or sets the platform.</summary>
    [Required]
    public string Platform { get; set; } = "";

    /// <summary>Gets or sets the name of the image, without platform.</summary>
    [Required]
    public string ImageName { get; set; } = "";

    /// <summary>Gets or sets the name of the project.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the name make knows the project by; derived from <see cref="Name" /> when empty.</summary>
    public string LibraryName { get; set; } = "";

    /// <summary>Gets or sets the core tree that takes the place of the package; empty for none.</summary>
    public string CoreRoot { get; set; } = "";

    /// <summary>Gets or sets whether Kconfig files may run commands.</summary>
    public bool AllowShell { get; set; }

    /// <summary>Gets or sets the microlibraries the image was built with.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>Describes the application by what its build left; null when an error was reported.</summary>
    protected Application? ReadApplication()
    {
        var registered = Unwrap(Names.Registered(UnitKind.Application, Name, LibraryName));
        var platform = Unwrap(Unikraft.Build.Projects.Platform.Parse(Platform));
        if (registered is null || platform is null)
            return null;
        var libraries = new LibraryItems(Libraries, ProjectFile);
        return new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = registered, Root = Path.GetDirectoryName(ProjectFile)!, ProjectFile = ProjectFile },
            ImageName = ImageName,
            Platform = platform,
            CoreRoot = libraries.CoreRoot(CoreRoot),
            GeneratedFolder = Folders.Absolute(Folder, ProjectFile),
            Libraries = [.. libraries.Libraries],
        };
    }

    /// <summary>Measures the image; null when an error was reported.</summary>
    protected ImageSize? Measure(Application application) => Unwrap(ImageSize.Measure(application.ImageFile, $"{application.ImageFile}.map"));

    /// <summary>Reads the configuration the image was built with; null when an error was reported. Its warnings were those of the build.</summary>
    protected Configuration? ReadConfiguration(Application application)
    {
        var resolved = Configurator.Resolve(application with { Defconfig = application.ConfigFile }, AllowShell);
        Report(resolved.Diagnostics.Where(static d => d.Severity == Severity.Error));
        return resolved.Value;
    }
}
