using System.IO.Enumeration;
using System.Text;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Finds and reads the files that <c>source</c> names: files in memory first, then those on disk.</summary>
internal sealed class SourceFiles(string baseFolder, IReadOnlyDictionary<string, string> virtualFiles)
{
    /// <summary>Finds what a pattern names, in ordinal order; <c>*</c>, <c>?</c> and <c>[...]</c> match inside one folder's names.</summary>
    public List<string> Find(string pattern, string? relativeTo = null)
    {
        var full = Path.GetFullPath(Path.Combine(relativeTo ?? baseFolder, pattern));
        if (virtualFiles.ContainsKey(full))
            return [full];
        if (full.AsSpan().IndexOfAny('*', '?', '[') < 0)
            return File.Exists(full) ? [full] : [];
        List<string> found = ["/"];
        var segments = full.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
            found = [.. found.SelectMany(folder => Entries(folder, segments[i], isLast: i == segments.Length - 1))];
        return found;
    }

    public string Read(string path) => virtualFiles.TryGetValue(path, out var text) ? text : File.ReadAllText(path, Encoding.UTF8);

    private static IEnumerable<string> Entries(string folder, string segment, bool isLast)
    {
        if (segment.AsSpan().IndexOfAny('*', '?', '[') < 0)
        {
            var path = Path.Combine(folder, segment);
            return (isLast ? File.Exists(path) : Directory.Exists(path)) ? [path] : [];
        }

        var all = isLast ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder);
        return all.Where(p => Matches(segment, Path.GetFileName(p))).Order(StringComparer.Ordinal);
    }

    private static bool Matches(string pattern, string name)
    {
        // As in the shell, a leading dot must be written out.
        if (name.StartsWith('.') && !pattern.StartsWith('.'))
            return false;
        return pattern.Contains('[', StringComparison.Ordinal) ? MatchesSet(pattern, name) : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }

    private static bool MatchesSet(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
            return name.IsEmpty;
        switch (pattern[0])
        {
            case '*':
                for (var i = 0; i <= name.Length; i++)
                {
                    if (MatchesSet(pattern[1..], name[i..]))
                        return true;
                }

                return false;
            case '?':
                return !name.IsEmpty && MatchesSet(pattern[1..], name[1..]);
            case '[' when pattern[1..].IndexOf(']') is > 0 and var end:
                return !name.IsEmpty && InSet(pattern.Slice(1, end), name[0]) && MatchesSet(pattern[(end + 2)..], name[1..]);
            default:
                return !name.IsEmpty && pattern[0] == name[0] && MatchesSet(pattern[1..], name[1..]);
        }
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        var negated = set[0] is '!' or '^';
        for (var i = negated ? 1 : 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i])
                return !negated;
            if (isRange)
                i += 2;
        }

        return negated;
    }
}
