using System.Buffers.Binary;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Images;

namespace Unikraft.Build.Machines;

/// <summary>
/// An image as QEMU's <c>-kernel</c> takes it: a 64-bit ELF file with a PVH entry, as the embedded core makes it, or a 32-bit one with a multiboot header,
/// as a Unikraft tree does (Multiboot Specification 0.6.96, section 3.1).
/// </summary>
internal sealed class BootImage
{
    private const uint MultibootMagic = 0x1badb002;
    private const int MultibootSearch = 8192;

    private readonly byte[] bytes;

    private BootImage(byte[] bytes, bool isMultiboot) => (this.bytes, IsMultiboot) = (bytes, isMultiboot);

    /// <summary>Gets whether it is one of a Unikraft tree.</summary>
    public bool IsMultiboot { get; }

    /// <summary>Reads a file.</summary>
    /// <returns>The image, or UK3002 to UK3005.</returns>
    public static Result<BootImage> Read(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is var content && FindMultiboot(content))
            return Result.Of(new BootImage(content, isMultiboot: true));
        var image = ElfImage.Read(path);
        if (image.Value is null)
            return Result.Failed<BootImage>(image.Diagnostics);
        return image.Value.PvhEntry is null
            ? Result.Failed<BootImage>(Diagnostic.Error("UK3005", $"the image '{path}' has no PVH entry note, so QEMU cannot boot it.", "Build it for the platform kvm, or give the path of such an image."))
            : Result.Of(new BootImage(File.ReadAllBytes(path), isMultiboot: false));
    }

    /// <summary>Tells whether the image contains a text, for example the name of a kernel parameter.</summary>
    public bool Mentions(string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text + '\0')) >= 0;

    /// <summary>A tree's code asks the processor for what the least one QEMU emulates does not have, random numbers for example.</summary>
    public Machine Suit(Machine machine) => IsMultiboot ? machine with { QemuArguments = ["-cpu", "max", .. machine.QemuArguments] } : machine;

    /// <summary>A 32-bit ELF file whose first 8192 bytes hold, at a multiple of four, the magic number, flags, and what makes their sum zero.</summary>
    private static bool FindMultiboot(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("\u007fELF\u0001\u0001"u8))
            return false;
        var searched = content[..Math.Min(content.Length, MultibootSearch)];
        for (var at = 0; at + 12 <= searched.Length; at += 4)
        {
            var header = searched[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == MultibootMagic
                && unchecked(MultibootMagic + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) + BinaryPrimitives.ReadUInt32LittleEndian(header[8..])) == 0)
                return true;
        }

        return false;
    }
}
