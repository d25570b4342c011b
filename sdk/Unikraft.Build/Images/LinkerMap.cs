using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Unikraft.Build.Images;

/// <summary>Reads the map file that GNU ld writes with <c>-Map</c>: which object each part of the image comes from.</summary>
public static partial class LinkerMap
{
    /// <summary>Sums up the parts of each microlibrary, the largest first. Sections that take no memory (debug information) do not count.</summary>
    /// <param name="lines">The lines of the map file.</param>
    public static ImmutableArray<LibraryShare> Shares(IEnumerable<string> lines)
    {
        var shares = new Dictionary<string, LibraryShare>(StringComparer.Ordinal);
        var section = "";
        // What the linker discarded stands before this line, in the same form.
        foreach (var line in lines.SkipWhile(line => line != "Linker script and memory map"))
        {
            if (OutputSection().Match(line) is { Success: true } output)
                section = output.Groups[1].Value;
            if (TakesNoMemory(section) || Part().Match(line) is not { Success: true } part || Number(part.Groups["address"]) == 0)
                continue;
            var (name, size) = (LibraryOf(part.Groups["file"].Value), Number(part.Groups["size"]));
            var share = shares.GetValueOrDefault(name) ?? new LibraryShare(name, 0, 0);
            shares[name] = section is ".bss" or ".tbss" ? share with { ZeroBytes = share.ZeroBytes + size } : share with { Bytes = share.Bytes + size };
        }
        return [.. shares.Values.Where(share => share.Bytes + share.ZeroBytes > 0).OrderByDescending(share => share.Bytes).ThenBy(share => share.Name, StringComparer.Ordinal)];
    }

    /// <summary><c>/build/liblwip.o</c> and <c>/build/liblwip.ld.o</c> are liblwip, <c>/lib/libgcc.a(x.o)</c> is libgcc.</summary>
    private static string LibraryOf(string file) => Path.GetFileName(file.Split('(')[0]).Split('.')[0];

    /// <summary>The "address" of a part of these is its offset in the section.</summary>
    private static bool TakesNoMemory(string section) =>
        section.StartsWith(".debug", StringComparison.Ordinal) || section is ".comment" or "/DISCARD/";

    private static long Number(Group hex) => long.Parse(hex.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([./][^ ]+)")]
    private static partial Regex OutputSection();

    // A long section name stands on a line of its own; the rest follows on the next one in the same columns.
    [GeneratedRegex(@"^ (?:[^ *][^ ]*)? +0x(?<address>[0-9a-f]+) +0x(?<size>[0-9a-f]+) (?<file>[^ ].*)$")]
    private static partial Regex Part();
}
