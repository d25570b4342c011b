namespace Unikraft.Build.Images;

/// <summary>A section of an ELF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: 2 is a symbol table, 8 has no bytes in the file.</param>
/// <param name="Address">Address in memory; 0 when it is not loaded.</param>
/// <param name="FileOffset">Place in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">Index of a related section, for a symbol table that of its names.</param>
/// <param name="InMemory">Whether it takes memory in the guest.</param>
public sealed record ElfSection(string Name, uint Type, ulong Address, ulong FileOffset, ulong Size, uint Link, bool InMemory)
{
    /// <summary>The type of a symbol table.</summary>
    public const uint SymbolTable = 2;

    /// <summary>The type of a section without bytes in the file.</summary>
    public const uint NoBits = 8;
}
