namespace Unikraft.Build.Images;

/// <summary>What a microlibrary takes of a section of an image. A class: generic code of a pair would have to be compiled in each build.</summary>
/// <param name="Name">The section of the image, for example <c>.text</c>.</param>
/// <param name="Bytes">Bytes.</param>
public sealed record SectionSize(string Name, long Bytes);
