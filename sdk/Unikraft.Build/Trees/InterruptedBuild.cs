using System.Buffers.Binary;

namespace Unikraft.Build.Trees;

/// <summary>
/// Repairs the build folder of a Unikraft tree after a kill. A product that was being written is newer than its sources and so looks finished; the
/// tree's make cannot know. A mark stands while make runs: one that is found at the start tells that make did not end by itself.
/// </summary>
/// <param name="buildFolder">The build folder, absolute.</param>
public sealed class InterruptedBuild(string buildFolder)
{
    /// <summary>Set when a step with an origin is over, so they tell the truth; without them what is done would be done again.</summary>
    private static readonly string[] Stamps = [".chksum", ".origin", ".patched"];

    private readonly string mark = Path.Combine(buildFolder, StaleProducts.RecordFolder, "running");

    /// <summary>Removes what a killed run may have left half-written, and sets the mark.</summary>
    /// <returns>How many files were removed.</returns>
    public int Begin()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
        var removed = File.Exists(mark) ? Repair(File.GetLastWriteTimeUtc(mark)) : 0;
        File.WriteAllText(mark, "");
        return removed;
    }

    /// <summary>Removes the mark: make has ended, well or not, and has itself removed what it could not finish.</summary>
    public void End() => File.Delete(mark);

    /// <summary>Everything written since the mark goes, except objects that are whole.</summary>
    private int Repair(DateTime since)
    {
        var removed = RepairOrigins();
        foreach (var file in Directory.EnumerateFiles(buildFolder, "*", SearchOption.AllDirectories).Where(f => IsProduct(f) && File.GetLastWriteTimeUtc(f) >= since).ToList())
        {
            var isKept = file.EndsWith(".d", StringComparison.Ordinal) ? IsWholeObject(Path.ChangeExtension(file, ".o")) : IsWholeObject(file);
            if (isKept || file == mark)
                continue;
            File.Delete(file);
            removed++;
        }

        return removed;
    }

    /// <summary>An origin that is unpacked but not yet patched may be patched by half; a second try would fail for ever.</summary>
    private int RepairOrigins()
    {
        var removed = 0;
        foreach (var origin in Directory.EnumerateDirectories(buildFolder).Select(static d => Path.Combine(d, "origin")).Where(Directory.Exists))
        {
            var library = Path.GetDirectoryName(origin)!;
            if (File.Exists(Path.Combine(library, ".patched")))
                continue;
            Directory.Delete(origin, recursive: true);
            File.Delete(Path.Combine(library, ".origin"));
            removed++;
        }

        return removed;
    }

    private bool IsProduct(string file)
    {
        var relative = Path.GetRelativePath(buildFolder, file);
        return !relative.StartsWith(StaleProducts.RecordFolder, StringComparison.Ordinal) && !relative.Contains("/origin/", StringComparison.Ordinal)
            && !Stamps.Contains(Path.GetFileName(file));
    }

    /// <summary>Assembler and linker write the table of section headers last (System V ABI, ELF header: e_shoff, e_shentsize, e_shnum).</summary>
    internal static bool IsWholeObject(string file)
    {
        if (!file.EndsWith(".o", StringComparison.Ordinal) || !File.Exists(file))
            return false;
        Span<byte> header = stackalloc byte[64];
        using var stream = File.OpenRead(file);
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("\u007fELF"u8))
            return false;
        var table = BinaryPrimitives.ReadInt64LittleEndian(header[40..]);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(header[58..]) * (long)BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);
        return table > 0 && entries > 0 && table + entries <= stream.Length;
    }
}
