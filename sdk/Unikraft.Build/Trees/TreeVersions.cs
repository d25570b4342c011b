using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Unikraft.Build.Trees;

/// <summary>The differences between versions of Unikraft, read from the data file <c>tree-versions.json</c>.</summary>
public static class TreeVersions
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };
    private static readonly Lazy<DataFile> Data = new(Load);

    /// <summary>Gets the lowest version the SDK builds for.</summary>
    public static string Lowest => Data.Value.Lowest;

    /// <summary>Merges the entries that hold for a version; a later entry replaces an earlier one symbol by symbol.</summary>
    public static TreeFacts Of(string version)
    {
        var number = Parse(version);
        var symbols = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var arguments = ImmutableArray.CreateBuilder<TreeArgument>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        var defaults = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in Data.Value.Versions.Where(e => number >= Parse(e.From) && (e.Before is null || number < Parse(e.Before))))
        {
            foreach (var (name, names) in entry.Symbols)
            {
                if (names is null)
                    symbols.Remove(name);
                else
                    symbols[name] = [.. names];
            }

            defaults.AddRange(entry.Defaults);
            arguments.AddRange(entry.Arguments);
            warnings.AddRange(entry.KnownWarnings);
        }

        return new TreeFacts
        {
            IsSupported = number >= Parse(Lowest),
            Symbols = symbols.ToImmutable(),
            Defaults = defaults.ToImmutable(),
            Arguments = arguments.ToImmutable(),
            KnownWarnings = warnings.ToImmutable(),
        };
    }

    /// <summary>Reads the numbers of a version; what is no number counts as 0 (<c>0.17.0-custom</c>).</summary>
    private static Version Parse(string version)
    {
        var parts = version.Split('.', '-', '~', '+').Select(static p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Concat([0, 0, 0]).ToArray();
        return new Version(parts[0], parts[1], parts[2]);
    }

    private static DataFile Load()
    {
        using var stream = typeof(TreeVersions).Assembly.GetManifestResourceStream("tree-versions.json")!;
        return JsonSerializer.Deserialize<DataFile>(stream, Format)!;
    }

    private sealed record DataFile(string Lowest, Entry[] Versions);

    private sealed record Entry(string From, string? Before)
    {
        public Dictionary<string, string[]?> Symbols { get; init; } = [];

        public string[] Defaults { get; init; } = [];

        public TreeArgument[] Arguments { get; init; } = [];

        public string[] KnownWarnings { get; init; } = [];
    }
}
