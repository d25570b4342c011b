using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Trees;

/// <summary>
/// What a change of a library's makefiles makes stale. A Unikraft tree notices none of it by itself: a changed flag rebuilds no object, and a removed
/// source stays in the linked library (build-interface 0.3, 2.9). Lines are compared one by one; a line nobody understands concerns the whole library.
/// </summary>
/// <param name="Image">Whether every object of the image is stale.</param>
/// <param name="Library">Whether every object of the library is stale.</param>
/// <param name="Link">Whether the library must be linked again.</param>
/// <param name="Files">The file scopes that are stale, upper case: <c>MAIN</c>, <c>MAIN_ISR</c>.</param>
public sealed partial record MakefileChanges(bool Image, bool Library, bool Link, ImmutableHashSet<string> Files)
{
    private static readonly ImmutableHashSet<string> Lists =
    [
        "COMPFLAGS", "ASFLAGS", "CFLAGS", "CXXFLAGS", "GOCFLAGS", "RUSTCFLAGS", "ASINCLUDES", "CINCLUDES", "CXXINCLUDES", "ARCHFLAGS", "ISR_ARCHFLAGS", "DBGFLAGS",
        "LDFLAGS", "LIBLDFLAGS", "OBJCFLAGS", "M4FLAGS", "M4INCLUDES", "UK_PROVIDED_SYSCALLS",
    ];

    private static readonly ImmutableHashSet<string> LinkLists = ["SRCS", "OBJS", "ALIBS", "LDFLAGS", "EXPORTS", "LOCALS", "LDEPS"];

    private static readonly MakefileChanges None = new(false, false, false, []);

    /// <summary>Compares two states of a library's makefiles.</summary>
    /// <param name="before">The text the last build was made from.</param>
    /// <param name="after">The text now.</param>
    /// <param name="names">The names the library registers.</param>
    public static MakefileChanges Between(string before, string after, IEnumerable<string> names)
    {
        var prefixes = names.Select(static n => ProjectNames.Upper(n) + "_").ToImmutableArray();
        return Differing(before, after).Aggregate(None, (found, line) => found.With(line, prefixes));
    }

    /// <summary>Lines that one side has more often than the other. An order that changed changes lists, too, and is found as such.</summary>
    private static IEnumerable<string> Differing(string before, string after)
    {
        var old = Lines(before);
        var now = Lines(after);
        var changed = old.Concat(now).Distinct().Where(line => old.Count(l => l == line) != now.Count(l => l == line)).ToList();
        return changed.Count > 0 || old.SequenceEqual(now) ? changed : now;
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0 && !l.StartsWith('#'))];

    private MakefileChanges With(string line, ImmutableArray<string> prefixes)
    {
        if (Assignment().Match(line) is not { Success: true } match)
            return this with { Library = true };
        var name = match.Groups["name"].Value;
        if (Lists.Contains(name))
            return this with { Image = true };
        if (prefixes.FirstOrDefault(p => name.StartsWith(p, StringComparison.Ordinal)) is not { } prefix)
            return this with { Library = true };
        var rest = name[prefix.Length..];
        if (LinkLists.Contains(rest))
            return this with { Link = true };
        return FileScope().Match(rest) is { Success: true } file && !Lists.Contains(rest)
            ? this with { Files = Files.Add(file.Groups["file"].Value) }
            : this with { Library = true };
    }

    // The name without -y or -$(CONFIG_X), which only say when the line counts.
    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_.-]+?)(?:-y|-\$\([^)]*\))?\s*(?:\+|:|::|\?)?=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^(?<file>.+)_(?:FLAGS|INCLUDES)$")]
    private static partial Regex FileScope();
}
