using System.Globalization;
using Unikraft.Build.Images;

namespace Bench;

/// <summary>
/// Blocks of code that a one-hop run executes for the first time. Emulation translates each of them then, and that is nearly all the time of a short run; unlike the
/// time, their number does not depend on what else the machine does.
/// </summary>
/// <param name="FirstProbe">From the reset to the first probe; null without symbols.</param>
/// <param name="OneHop">Between the guest's marks t1 and t2; null without symbols.</param>
/// <param name="Functions">The blocks of each function between the marks, most first.</param>
internal sealed record CodeFigures(int? FirstProbe, int? OneHop, IReadOnlyList<KeyValuePair<string, int>> Functions)
{
    private const int Memory = 8;

    // Functions of uTNT and lib-scamper: the first prints t1, then t2; the second sends a probe.
    private const string Mark = "print_time";
    private const string Send = "netdev_send";

    /// <summary>Runs an image and reads QEMU's log of executed blocks; the symbols are those of the file .dbg beside it.</summary>
    public static async Task<CodeFigures> MeasureAsync(string image, CancellationToken cancellation)
    {
        if (ElfImage.Read(image + ".dbg").Value is not { } symbols)
            return new CodeFigures(null, null, []);
        var folder = Directory.CreateTempSubdirectory("bench-code-");
        try
        {
            var log = Path.Combine(folder.FullName, "blocks");
            await LabBoot.RunAsync(image, "one-hop", Memory, null, cancellation, ["-d", "exec,nochain", "-D", log]);
            return Count(File.ReadLines(log), symbols);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CodeFigures Count(IEnumerable<string> log, ElfImage symbols)
    {
        var (mark, send) = (AddressOf(Mark), AddressOf(Send));
        var seen = new HashSet<(ulong, string)>();
        var functions = new Dictionary<string, int>(StringComparer.Ordinal);
        int? firstProbe = null;
        List<int> marks = [];
        foreach (var (address, state) in log.Select(Block).OfType<(ulong, string)>())
        {
            if (address == mark)
                marks.Add(seen.Count);
            if (address == send)
                firstProbe ??= seen.Count;
            if (seen.Add((address, state)) && marks.Count == 1)
            {
                var function = symbols.FindFunction(address)?.Name ?? "?";
                functions[function] = functions.GetValueOrDefault(function) + 1;
            }
        }
        return new CodeFigures(
            firstProbe,
            marks is [var t1, var t2] ? t2 - t1 : null,
            [.. functions.OrderByDescending(static f => f.Value).ThenBy(static f => f.Key, StringComparer.Ordinal)]);

        ulong? AddressOf(string name) => symbols.Symbols.FirstOrDefault(symbol => symbol.IsFunction && symbol.Name == name)?.Address;
    }

    /// <summary>Address and processor state of a block, for both of which it is translated: <c>Trace 0: HOST [CS/ADDRESS/STATE/FLAGS] SYMBOL</c>.</summary>
    private static (ulong Address, string State)? Block(string line) =>
        line.StartsWith("Trace ", StringComparison.Ordinal) && line.Split('/') is [_, var address, var state, ..]
        && ulong.TryParse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? (number, state)
            : null;
}
