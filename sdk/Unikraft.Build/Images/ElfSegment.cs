namespace Unikraft.Build.Images;

/// <summary>A program header of an ELF file.</summary>
/// <param name="Type">Type: 1 is loaded memory, 4 notes.</param>
/// <param name="Readable">Whether the memory may be read.</param>
/// <param name="Writable">Whether the memory may be written.</param>
/// <param name="Executable">Whether the memory may be executed.</param>
/// <param name="FileOffset">Place in the file.</param>
/// <param name="Address">Physical address in the guest.</param>
/// <param name="FileSize">Bytes in the file.</param>
/// <param name="MemorySize">Bytes in memory; what exceeds the file is zero.</param>
public sealed record ElfSegment(
    uint Type, bool Readable, bool Writable, bool Executable, ulong FileOffset, ulong Address, ulong FileSize, ulong MemorySize)
{
    /// <summary>The type of a segment that is loaded.</summary>
    public const uint Load = 1;

    /// <summary>The type of a segment of notes.</summary>
    public const uint Notes = 4;
}
