using System.Text.RegularExpressions;

namespace Unikraft.Build.Images;

/// <summary>
/// Finds where two builds of one image part ways. Objects are compared before the image: in the image a longer function moves all that follows, in the
/// objects the difference stands alone.
/// </summary>
public static partial class ImageComparison
{
    /// <summary>Finds the first difference; null when the images are the same bytes.</summary>
    /// <param name="name">The name of the image in both folders.</param>
    /// <param name="firstFolder">The folder one was built in.</param>
    /// <param name="secondFolder">The folder the other was built in.</param>
    public static ImageDifference? Find(string name, string firstFolder, string secondFolder)
    {
        var (first, second) = (Path.Combine(firstFolder, name), Path.Combine(secondFolder, name));
        if (Same(first, second))
            return null;
        var objects = Directory.EnumerateFiles(firstFolder, "*.o", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(firstFolder, file))
            .Where(file => File.Exists(Path.Combine(secondFolder, file)))
            // Compiled objects lie in a folder for each library; what stands above them was linked from them.
            .OrderByDescending(static file => file.Count(static c => c == '/'))
            .ThenBy(static file => file, StringComparer.Ordinal);
        var different = objects.FirstOrDefault(file => !Same(Path.Combine(firstFolder, file), Path.Combine(secondFolder, file)));
        return different is null
            ? Locate($"{first}.dbg", $"{second}.dbg") ?? Locate(first, second) ?? Plain(first, second)
            : Describe(different, firstFolder, secondFolder);
    }

    private static ImageDifference Describe(string file, string firstFolder, string secondFolder)
    {
        var (first, second) = (Path.Combine(firstFolder, file), Path.Combine(secondFolder, file));
        var found = Locate(first, second) ?? Plain(first, second);
        return SourceOf($"{first}.cmd") is { } source ? found with { File = source } : found;
    }

    /// <summary>The first section that differs. Those with code and data count before those about them (symbols, debug information).</summary>
    private static ImageDifference? Locate(string firstFile, string secondFile)
    {
        if (ElfImage.Read(firstFile).Value is not { } first || ElfImage.Read(secondFile).Value is not { } second)
            return null;
        foreach (var inMemory in new[] { true, false })
        {
            foreach (var (index, section) in first.Sections.Index().Where(s => s.Item.InMemory == inMemory))
            {
                var other = index < second.Sections.Length && second.Sections[index].Name == section.Name ? second.Sections[index] : null;
                var offset = other is null ? 0 : FirstDifference(first.Content(section), second.Content(other));
                if (offset is { } at)
                    return new ImageDifference(firstFile, section.Name, first.FindSymbol(index, section.Address + (ulong)at)?.Name ?? "", at);
            }
        }

        return null;
    }

    private static ImageDifference Plain(string first, string second) =>
        new(first, "", "", FirstDifference(File.ReadAllBytes(first), File.ReadAllBytes(second)) ?? 0);

    private static long? FirstDifference(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var common = first.CommonPrefixLength(second);
        return common == first.Length && common == second.Length ? null : common;
    }

    private static bool Same(string first, string second) =>
        new FileInfo(first).Length == new FileInfo(second).Length && File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second));

    private static string? SourceOf(string commandFile) =>
        File.Exists(commandFile) && Compilation().Match(File.ReadAllText(commandFile)) is { Success: true } match ? Path.GetFullPath(match.Groups[1].Value) : null;

    [GeneratedRegex(@" -c (\S+) -o \S+\s*$")]
    private static partial Regex Compilation();
}
