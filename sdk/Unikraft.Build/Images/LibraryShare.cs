namespace Unikraft.Build.Images;

/// <summary>What one microlibrary takes of an image.</summary>
/// <param name="Name">The name make knows it by, for example <c>liblwip</c>.</param>
/// <param name="Bytes">Code and data, which are in the file and in memory.</param>
/// <param name="ZeroBytes">Memory that starts as zero and takes nothing in the file.</param>
public sealed record LibraryShare(string Name, long Bytes, long ZeroBytes);
