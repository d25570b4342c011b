using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Unikraft.Build.Images;

/// <summary>Reads the map file that GNU ld writes with <c>-Map</c>: which object each part of the image comes from.</summary>
public static partial class LinkerMap
{
    /// <summary>Lists the parts that take memory, in the order of the file. Sections without memory (debug information) do not count.</summary>
    /// <param name="lines">The lines of the map file.</param>
    /// <param name="owners">What tells the microlibrary of a part.</param>
    public static IEnumerable<MapPart> Parts(IEnumerable<string> lines, PartOwners owners)
    {
        var (section, input) = ("", "");
        // What the linker discarded stands before this line, in the same form.
        foreach (var line in lines.SkipWhile(line => line != "Linker script and memory map"))
        {
            if (OutputSection().Match(line) is { Success: true } output)
                section = output.Groups[1].Value;
            if (InputSection().Match(line) is { Success: true } name)
                input = name.Groups[1].Value;
            if (TakesNoMemory(section) || Part().Match(line) is not { Success: true } part || Number(part.Groups["address"]) == 0)
                continue;
            yield return new MapPart(section, input, (ulong)Number(part.Groups["address"]), Number(part.Groups["size"]), owners.LibraryOf(input, part.Groups["file"].Value));
        }
    }

    /// <summary>Sums up the parts of each microlibrary, the largest first.</summary>
    /// <param name="lines">The lines of the map file.</param>
    /// <param name="owners">What tells the microlibrary of a part.</param>
    public static ImmutableArray<LibraryShare> Shares(IEnumerable<string> lines, PartOwners owners) =>
    [
        .. Parts(lines, owners)
            .GroupBy(static part => part.Library, StringComparer.Ordinal)
            .Select(static parts => new LibraryShare(parts.Key, parts.Where(static p => !IsZero(p)).Sum(static p => p.Size), parts.Where(IsZero).Sum(static p => p.Size)))
            .Where(static share => share.Bytes + share.ZeroBytes > 0)
            .OrderByDescending(static share => share.Bytes)
            .ThenBy(static share => share.Name, StringComparer.Ordinal),
    ];

    private static bool IsZero(MapPart part) => part.Section is ".bss" or ".tbss";

    /// <summary>The "address" of a part of these is its offset in the section.</summary>
    private static bool TakesNoMemory(string section) =>
        section.StartsWith(".debug", StringComparison.Ordinal) || section is ".comment" or "/DISCARD/";

    private static long Number(Group hex) => long.Parse(hex.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([./][^ ]+)")]
    private static partial Regex OutputSection();

    [GeneratedRegex(@"^ ([^ *][^ ]*)")]
    private static partial Regex InputSection();

    // A long section name stands on a line of its own; the rest follows on the next one in the same columns.
    [GeneratedRegex(@"^ (?:[^ *][^ ]*)? +0x(?<address>[0-9a-f]+) +0x(?<size>[0-9a-f]+) (?<file>[^ ].*)$")]
    private static partial Regex Part();
}
