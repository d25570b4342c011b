using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Images;

/// <summary>The size of an image by microlibrary and section.</summary>
/// <param name="Image">The name of the file.</param>
/// <param name="FileBytes">Its bytes.</param>
/// <param name="MemoryBytes">Bytes of guest memory it takes when it is loaded.</param>
/// <param name="Libraries">What each microlibrary takes, the largest in the file first.</param>
public sealed record ImageSize(string Image, long FileBytes, long MemoryBytes, ImmutableArray<LibrarySize> Libraries)
{
    private const int LargestInSummary = 3;

    /// <summary>Gets the bytes of the file that belong to nobody: headers of the ELF file, and gaps between sections and objects.</summary>
    [JsonIgnore]
    public long OtherBytes => FileBytes - Libraries.Sum(static l => l.FileBytes);

    /// <summary>Measures an image by its map file (UK3002 to UK3004 when the image, UK3041 when the map cannot be read).</summary>
    /// <param name="image">The image in make's folder.</param>
    /// <param name="mapFile">The map file that the linker wrote with it.</param>
    public static Result<ImageSize> Measure(string image, string mapFile)
    {
        var elf = ElfImage.Read(image);
        if (elf.Value is null)
            return Result.Failed<ImageSize>(elf.Diagnostics);
        try
        {
            var zero = elf.Value.Sections.Where(static s => s.Type == ElfSection.NoBits).Select(static s => s.Name).ToHashSet(StringComparer.Ordinal);
            var libraries = LinkerMap.Parts(File.ReadLines(mapFile), PartOwners.Of(image)).Where(static p => p.Size > 0).GroupBy(static p => p.Library, StringComparer.Ordinal).Select(parts => Sum(parts, zero));
            return Result.Of(new ImageSize(
                Path.GetFileName(image),
                elf.Value.FileSize,
                (long)elf.Value.MemorySize,
                [.. libraries.OrderByDescending(static l => l.FileBytes).ThenBy(static l => l.Name, StringComparer.Ordinal)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return Result.Failed<ImageSize>(Diagnostic.Error("UK3041", $"the linker's map '{mapFile}' cannot be read: {e.Message.TrimEnd('.')}.", "Build the image again."));
        }
    }

    /// <summary>Writes it for programs.</summary>
    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("image", Image);
        json.WriteNumber("file_bytes", FileBytes);
        json.WriteNumber("memory_bytes", MemoryBytes);
        json.WriteStartArray("libraries");
        foreach (var library in Libraries)
        {
            json.WriteStartObject();
            json.WriteString("name", library.Name);
            json.WriteNumber("file_bytes", library.FileBytes);
            json.WriteNumber("zero_bytes", library.ZeroBytes);
            json.WriteStartObject("sections");
            foreach (var (section, bytes) in library.Sections)
                json.WriteNumber(section, bytes);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToJson" /> wrote; null when there is none, or it is damaged or of another version: then nothing is compared.</summary>
    public static ImageSize? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), ImageSizeJson.Default.ImageSize) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it in half a line: <c>25,008 bytes; libkvmplat 9,013, libukdebug 4,211, libukalloc 2,700</c>.</summary>
    public string Summary()
    {
        var largest = Libraries.Take(LargestInSummary).Select(static l => string.Create(CultureInfo.InvariantCulture, $"{l.Name} {l.FileBytes:N0}"));
        return string.Create(CultureInfo.InvariantCulture, $"{FileBytes:N0} bytes; {string.Join(", ", largest)}");
    }

    private static LibrarySize Sum(IGrouping<string, MapPart> parts, HashSet<string> zero)
    {
        var sections = parts.GroupBy(static p => p.Section, StringComparer.Ordinal).ToImmutableSortedDictionary(static s => s.Key, static s => s.Sum(static p => p.Size), StringComparer.Ordinal);
        var zeroBytes = sections.Where(s => zero.Contains(s.Key)).Sum(static s => s.Value);
        return new LibrarySize(parts.Key, sections.Values.Sum() - zeroBytes, zeroBytes, sections);
    }
}
