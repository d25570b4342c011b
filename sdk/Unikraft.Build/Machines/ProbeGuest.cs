using System.Buffers.Binary;

namespace Unikraft.Build.Machines;

/// <summary>
/// The smallest guest that does what every image does: turn on paging, enter 64-bit mode, use the registers of x87 and SSE, the clock, atomic
/// operations, and say that it is there. A KVM that emulates its guests' kernels runs the first of these and not the others.
/// </summary>
internal static class ProbeGuest
{
    private const uint LoadAddress = 0x100000;
    private const int CodeOffset = 64 + (2 * 56) + 24;

    /// <summary>Memory with the page tables at 0x102000, 0x103000 and 0x104000.</summary>
    private const uint MemorySize = 0x5000;

    private static ReadOnlySpan<byte> Code =>
    [
        0xbf, 0x00, 0x20, 0x10, 0x00,                                     // mov edi, 0x102000
        0x0f, 0x22, 0xdf,                                                 // mov cr3, edi
        0xc7, 0x07, 0x03, 0x30, 0x10, 0x00,                               // mov dword [edi], 0x103003
        0xc7, 0x87, 0x00, 0x10, 0x00, 0x00, 0x03, 0x40, 0x10, 0x00,       // mov dword [edi + 0x1000], 0x104003
        0xc7, 0x87, 0x00, 0x20, 0x00, 0x00, 0x83, 0x00, 0x00, 0x00,       // mov dword [edi + 0x2000], 0x83: one page of 2 MiB
        0xb8, 0x20, 0x06, 0x00, 0x00,                                     // mov eax, OSXMMEXCPT | OSFXSR | PAE
        0x0f, 0x22, 0xe0,                                                 // mov cr4, eax
        0xb9, 0x80, 0x00, 0x00, 0xc0,                                     // mov ecx, EFER
        0x0f, 0x32,                                                       // rdmsr
        0x0d, 0x00, 0x01, 0x00, 0x00,                                     // or eax, LME
        0x0f, 0x30,                                                       // wrmsr
        0x0f, 0x01, 0x15, 0xb0, 0x00, 0x10, 0x00,                         // lgdt [0x1000b0]
        0xb8, 0x03, 0x00, 0x00, 0x80,                                     // mov eax, PG | MP | PE
        0x0f, 0x22, 0xc0,                                                 // mov cr0, eax
        0xea, 0x4e, 0x00, 0x10, 0x00, 0x08, 0x00,                         // jmp 8:0x10004e: 64-bit from here
        0xbf, 0x00, 0x20, 0x10, 0x00,                                     // mov edi, 0x102000
        0x0f, 0xae, 0x9f, 0x00, 0x28, 0x00, 0x00,                         // stmxcsr [rdi + 0x2800]: behind the page of 2 MiB
        0x0f, 0xae, 0x97, 0x00, 0x28, 0x00, 0x00,                         // ldmxcsr [rdi + 0x2800]
        0xd9, 0xbf, 0x00, 0x28, 0x00, 0x00,                               // fnstcw [rdi + 0x2800]
        0xd9, 0xaf, 0x00, 0x28, 0x00, 0x00,                               // fldcw [rdi + 0x2800]
        0x0f, 0x57, 0xc0,                                                 // xorps xmm0, xmm0
        0x0f, 0x11, 0x87, 0x00, 0x28, 0x00, 0x00,                         // movups [rdi + 0x2800], xmm0
        0x0f, 0xa2, 0x0f, 0x31,                                           // cpuid; rdtsc
        0xf0, 0x0f, 0xb1, 0x97, 0x00, 0x28, 0x00, 0x00,                   // lock cmpxchg [rdi + 0x2800], edx
        0x90, 0x90, 0x90,
        0xba, 0xe8, 0x02, 0x00, 0x00,                                     // mov edx, 0x2e8
        0xb0, (byte)'E', 0xee,                                            // mov al, 'E'; out dx, al
        0xb0, 0x00, 0xee,                                                 // mov al, 0; out dx, al
        0xba, 0xf4, 0x00, 0x00, 0x00,                                     // mov edx, 0xf4
        0xb8, 0x00, 0x00, 0x00, 0x00, 0xef,                               // mov eax, 0; out dx, eax
        0xf4, 0xeb, 0xfd, 0x90,                                           // hlt; jmp to it
        0, 0, 0, 0, 0, 0, 0, 0,                                           // 0x1000a0: null descriptor
        0, 0, 0, 0, 0, 0x9a, 0x20, 0,                                     // 64-bit code
        15, 0, 0xa0, 0x00, 0x10, 0x00,                                    // 0x1000b0: limit and address of the table
    ];

    /// <summary>Makes the ELF file.</summary>
    public static byte[] Build()
    {
        var bytes = new byte[CodeOffset + Code.Length];
        var header = bytes.AsSpan();
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5], header[6]) = (2, 1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2); // executable
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 62); // x86_64
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64); // program headers
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[58..], 64);
        WriteProgramHeader(header[64..], type: 1, CodeOffset, LoadAddress, Code.Length, MemorySize);
        const int NoteOffset = 64 + (2 * 56);
        WriteProgramHeader(header[120..], type: 4, NoteOffset, 0, 20, 20);
        var note = header[NoteOffset..];
        BinaryPrimitives.WriteUInt32LittleEndian(note, 4); // size of the name
        BinaryPrimitives.WriteUInt32LittleEndian(note[4..], 4); // size of the entry address
        BinaryPrimitives.WriteUInt32LittleEndian(note[8..], 18); // XEN_ELFNOTE_PHYS32_ENTRY
        "Xen\0"u8.CopyTo(note[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(note[16..], LoadAddress);
        Code.CopyTo(header[CodeOffset..]);
        return bytes;
    }

    private static void WriteProgramHeader(Span<byte> header, uint type, int offset, uint address, int fileSize, uint memorySize)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], 7);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)fileSize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], memorySize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], 4);
    }
}
