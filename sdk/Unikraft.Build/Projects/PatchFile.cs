namespace Unikraft.Build.Projects;

/// <summary>A patch to apply to an origin. Item <c>UkPatch</c>.</summary>
/// <param name="Path">The patch file, absolute. Patches are applied in ordinal order of their file names.</param>
/// <param name="Origin">The name of the origin.</param>
public sealed record PatchFile(string Path, string Origin);
