namespace Unikraft.Build.Images;

/// <summary>A named address of an ELF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its value; in an object the offset in its section.</param>
/// <param name="Size">Bytes; 0 when unknown.</param>
/// <param name="IsFunction">Whether it names code.</param>
/// <param name="Section">The index of its section; 0 when it is defined elsewhere, 0xff00 and above for special meanings.</param>
public sealed record ElfSymbol(string Name, ulong Address, ulong Size, bool IsFunction, int Section = 0);
