using System.Collections.Immutable;

namespace Unikraft.Build.Projects;

/// <summary>An application on one platform: its own code, the core, the libraries, and what it asks of the configuration.</summary>
public sealed record Application
{
    /// <summary>Gets its own code.</summary>
    public required Microlibrary Self { get; init; }

    /// <summary>Gets the name of the image, without platform.</summary>
    public required string ImageName { get; init; }

    /// <summary>Gets the platform.</summary>
    public required Platform Platform { get; init; }

    /// <summary>Gets the folder of the core (the embedded one, or a Unikraft tree), absolute.</summary>
    public required string CoreRoot { get; init; }

    /// <summary>Gets the folder the files are generated into; holds Makefile.uk, Config.uk, .config. Absolute. Make's parameter A.</summary>
    public required string GeneratedFolder { get; init; }

    /// <summary>Gets the folder make builds in, absolute. Make's parameter O. By default <c>build</c> below <see cref="GeneratedFolder" />.</summary>
    public string BuildFolder { get => field ?? Path.Combine(GeneratedFolder, "build"); init; }

    /// <summary>Gets the configuration file. Make's parameter C.</summary>
    public string ConfigFile => Path.Combine(GeneratedFolder, ".config");

    /// <summary>Gets the image make builds, absolute.</summary>
    public string ImageFile => Path.Combine(BuildFolder, Platform.ImageFileName(ImageName));

    /// <summary>Gets the libraries in the order of make's parameter L, which is the order of include folders and of linking.</summary>
    public ImmutableArray<LibraryReference> Libraries { get; init; } = [];

    /// <summary>Gets the configuration values the project asks for.</summary>
    public ImmutableArray<ConfigRequest> Requests { get; init; } = [];

    /// <summary>Gets a defconfig whose lines count as requests before <see cref="Requests" />, absolute; null for none.</summary>
    public string? Defconfig { get; init; }

    /// <summary>Gets the command that runs configuration goals for the core's make files (<c>UK_CONFIGURATOR</c>); null for none.</summary>
    public string? Configurator { get; init; }

    /// <summary>Gets the place of diagnostics.</summary>
    public string? ProjectFile => Self.ProjectFile;
}
