namespace Unikraft.Build.Images;

/// <summary>A named address of an ELF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its value.</param>
/// <param name="Size">Bytes; 0 when unknown.</param>
/// <param name="IsFunction">Whether it names code.</param>
public sealed record ElfSymbol(string Name, ulong Address, ulong Size, bool IsFunction);
