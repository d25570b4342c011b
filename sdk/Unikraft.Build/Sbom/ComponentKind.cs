namespace Unikraft.Build.Sbom;

/// <summary>What a <see cref="Component" /> of an image is.</summary>
public enum ComponentKind
{
    /// <summary>The image itself.</summary>
    Image,

    /// <summary>The core, or a microlibrary of a package or project.</summary>
    Microlibrary,

    /// <summary>A library inside the core.</summary>
    CoreLibrary,

    /// <summary>Sources of third parties that a microlibrary was made from.</summary>
    Origin,

    /// <summary>The part of the compiler that is linked into an image.</summary>
    CompilerRuntime,

    /// <summary>A program that took part in the build and is not in the image.</summary>
    Tool,
}
