namespace Unikraft.Build.Makefiles;

/// <summary>A file to copy.</summary>
/// <param name="RelativePath">Where to, relative to the tree's folder, with <c>/</c>.</param>
/// <param name="Source">The absolute path of the file to copy.</param>
public sealed record CopiedFile(string RelativePath, string Source);
