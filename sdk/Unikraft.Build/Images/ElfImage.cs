using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Images;

/// <summary>The facts about an image: a 64-bit little-endian ELF file for x86_64 (System V ABI, "ELF-64 Object File Format").</summary>
public sealed class ElfImage
{
    private const int FileHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const ushort MachineX86_64 = 62;

    // XEN_ELFNOTE_PHYS32_ENTRY of Xen's public interface: the 32-bit entry point that QEMU and Xen jump to.
    private const uint Phys32EntryNote = 18;

    private readonly byte[] _bytes;

    private ElfImage(string path, byte[] bytes)
    {
        (Path, _bytes) = (path, bytes);
        Segments = [.. ReadTable(32, 54, ProgramHeaderSize).Select(ReadSegment)];
        Sections = ReadSections();
        Symbols = [.. Sections.Where(section => section.Type == ElfSection.SymbolTable).SelectMany(ReadSymbols).OrderBy(symbol => symbol.Address)];
        PvhEntry = Segments.Where(segment => segment.Type == ElfSegment.Notes).Select(FindPvhEntry).FirstOrDefault(entry => entry is not null);
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Gets the bytes of the file.</summary>
    public long FileSize => _bytes.Length;

    /// <summary>Gets the program headers.</summary>
    public ImmutableArray<ElfSegment> Segments { get; }

    /// <summary>Gets the sections; none in a file without section headers.</summary>
    public ImmutableArray<ElfSection> Sections { get; }

    /// <summary>Gets the symbols by address; none in a stripped file.</summary>
    public ImmutableArray<ElfSymbol> Symbols { get; }

    /// <summary>Gets the physical address of the PVH entry point, or null without the note.</summary>
    public uint? PvhEntry { get; }

    /// <summary>Gets the bytes of guest memory that the image takes when it is loaded.</summary>
    public ulong MemorySize => Segments.Where(segment => segment.Type == ElfSegment.Load).Aggregate(0ul, (sum, segment) => sum + segment.MemorySize);

    /// <summary>Gets the loaded segments that are writable and executable at once; a sound image has none.</summary>
    public IEnumerable<ElfSegment> WritableCode =>
        Segments.Where(segment => segment is { Type: ElfSegment.Load, Writable: true, Executable: true });

    /// <summary>Reads a file.</summary>
    /// <returns>The facts, or UK3002 (cannot be read), UK3003 (not an ELF file for x86_64) or UK3004 (broken ELF file).</returns>
    public static Result<ElfImage> Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Result.Failed<ElfImage>(Diagnostic.Error("UK3002", $"the image '{path}' cannot be read: {e.Message.TrimEnd('.')}.", "Build the project first, or give the path of an image."));
        }
        if (Describe(bytes) is { } fault)
            return Result.Failed<ElfImage>(Diagnostic.Error("UK3003", $"'{path}' is not an image: {fault}.", "Give the path of an ELF image for x86_64, for example <name>_qemu-x86_64."));
        try
        {
            return Result.Of(new ElfImage(path, bytes));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            return Result.Failed<ElfImage>(Diagnostic.Error("UK3004", $"the ELF file '{path}' is broken: a table lies outside of the file.", "Build the image again."));
        }
    }

    /// <summary>Finds the function that contains an address.</summary>
    public ElfSymbol? FindFunction(ulong address)
    {
        var (low, high) = (0, Symbols.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Symbols[middle].Address <= address ? (middle + 1, high) : (low, middle);
        }
        for (var i = low - 1; i >= 0; i--)
        {
            var symbol = Symbols[i];
            if (symbol.IsFunction && symbol.Name.Length > 0)
                return symbol.Size == 0 || address - symbol.Address < symbol.Size ? symbol : null;
        }
        return null;
    }

    /// <summary>Finds the named symbol of a section that stands at an address or last before it; in an object an address is an offset in the section.</summary>
    /// <param name="section">The index of the section.</param>
    /// <param name="address">The address.</param>
    public ElfSymbol? FindSymbol(int section, ulong address) =>
        Symbols.LastOrDefault(symbol => symbol.Section == section && symbol.Address <= address && symbol.Name.Length > 0);

    /// <summary>Gets the bytes a section has in the file.</summary>
    public ReadOnlySpan<byte> Content(ElfSection section) => section.Type == ElfSection.NoBits ? [] : At(section.FileOffset, section.Size);

    /// <summary>Tells whether the image contains a text, for example the name of a kernel parameter.</summary>
    public bool Mentions(string text) => _bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text + '\0')) >= 0;

    private static string? Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || !bytes[..4].SequenceEqual("\u007fELF"u8))
            return "it does not begin as an ELF file";
        if (bytes.Length < FileHeaderSize)
            return "it ends within the ELF header";
        if (bytes[4] != 2 || bytes[5] != 1)
            return "it is not 64-bit little-endian";
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]) == MachineX86_64 ? null : "it is for another processor";
    }

    private ReadOnlySpan<byte> At(ulong offset, ulong length) => _bytes.AsSpan(checked((int)offset), checked((int)length));

    private ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    private uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    private ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    /// <summary>Offsets of the entries of a header table: its offset stands at one place of the file header, entry size and count at another.</summary>
    private IEnumerable<ulong> ReadTable(ulong offsetField, ulong sizeField, ulong minimum)
    {
        var (start, size, count) = (U64(offsetField), U16(sizeField), U16(sizeField + 2));
        if (count > 0 && size < minimum)
            throw new ArgumentOutOfRangeException(nameof(sizeField));
        for (ulong i = 0; i < count; i++)
            yield return checked(start + (i * size));
    }

    private ElfSegment ReadSegment(ulong at)
    {
        var flags = U32(at + 4);
        return new ElfSegment(U32(at), (flags & 4) != 0, (flags & 2) != 0, (flags & 1) != 0, U64(at + 8), U64(at + 24), U64(at + 32), U64(at + 40));
    }

    private ImmutableArray<ElfSection> ReadSections()
    {
        var headers = ReadTable(40, 58, SectionHeaderSize).ToList();
        if (headers.Count == 0)
            return [];
        var names = U64(headers[U16(62)] + 24);
        return [.. headers.Select(at => new ElfSection(
            Text(checked(names + U32(at))), U32(at + 4), U64(at + 16), U64(at + 24), U64(at + 32), U32(at + 40), (U64(at + 8) & 2) != 0))];
    }

    private IEnumerable<ElfSymbol> ReadSymbols(ElfSection table)
    {
        var names = Sections[checked((int)table.Link)].FileOffset;
        for (var at = table.FileOffset; at + SymbolSize <= table.FileOffset + table.Size; at += SymbolSize)
            yield return new ElfSymbol(Text(checked(names + U32(at))), U64(at + 8), U64(at + 16), (At(at + 4, 1)[0] & 15) == 2, U16(at + 6));
    }

    private string Text(ulong offset)
    {
        var rest = _bytes.AsSpan(checked((int)offset));
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    /// <summary>Walks the notes of a segment: sizes of name and content, type, name, content; both padded to four bytes.</summary>
    private uint? FindPvhEntry(ElfSegment notes)
    {
        var (at, end) = (notes.FileOffset, checked(notes.FileOffset + notes.FileSize));
        while (at + 12 <= end)
        {
            var (nameSize, contentSize, type) = (U32(at), U32(at + 4), U32(at + 8));
            var content = checked(at + 12 + ((nameSize + 3ul) & ~3ul));
            if (type == Phys32EntryNote && At(at + 12, nameSize).SequenceEqual("Xen\0"u8))
                return U32(content);
            at = checked(content + ((contentSize + 3ul) & ~3ul));
        }
        return null;
    }
}
