namespace Unikraft.Build.Images;

/// <summary>A part of an image, as the linker placed it.</summary>
/// <param name="Section">The section of the image, for example <c>.text</c>.</param>
/// <param name="Input">The section of the object, for example <c>.text.main</c>.</param>
/// <param name="Address">Address in memory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Library">The microlibrary, as <see cref="PartOwners" /> tells.</param>
public sealed record MapPart(string Section, string Input, ulong Address, long Size, string Library);
