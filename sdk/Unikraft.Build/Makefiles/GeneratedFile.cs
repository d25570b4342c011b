namespace Unikraft.Build.Makefiles;

/// <summary>A text file to write.</summary>
/// <param name="RelativePath">Where, relative to the tree's folder, with <c>/</c>.</param>
/// <param name="Text">The whole text; line ends are LF.</param>
public sealed record GeneratedFile(string RelativePath, string Text);
