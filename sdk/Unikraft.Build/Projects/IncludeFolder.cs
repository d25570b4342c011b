namespace Unikraft.Build.Projects;

/// <summary>A folder of headers. Item <c>UkInclude</c>.</summary>
/// <param name="Path">Absolute, or relative to the root of <see cref="Origin" /> when that is set.</param>
public sealed record IncludeFolder(string Path)
{
    /// <summary>Gets the name of the origin the folder is part of; null for a folder of the project itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Gets whether only the project itself sees the folder; otherwise the whole image does.</summary>
    public bool Private { get; init; }

    /// <summary>Gets whether the headers are somebody else's: searched after all others, and the compiler does not warn of what is in them.</summary>
    public bool System { get; init; }
}
