using System.Text;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Finds and reads the files that <c>source</c> names: files in memory first, then those on disk.</summary>
internal sealed class SourceFiles(string baseFolder, IReadOnlyDictionary<string, string> virtualFiles)
{
    /// <summary>More than all Kconfig files of the largest trees together; a file that grows beyond it is none.</summary>
    private const int MaximumCharacters = 1 << 26;

    /// <summary>Files may be read several times, and a few of them that source each other can be read without end.</summary>
    private const int MaximumReads = 100_000;

    /// <summary>A pattern that matches the whole disk is a mistake.</summary>
    private const int MaximumMatches = 20_000;

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private long characters;
    private int reads;

    /// <summary>Finds what a pattern names, in ordinal order; <c>*</c>, <c>?</c> and <c>[...]</c> match inside one folder's names.</summary>
    public List<string> Find(string pattern, string? relativeTo = null)
    {
        if (pattern.Contains('\0', StringComparison.Ordinal) || pattern.Length == 0)
            return [];
        var full = Path.GetFullPath(Path.Combine(relativeTo ?? baseFolder, pattern));
        if (virtualFiles.ContainsKey(full))
            return [full];
        if (!Glob.IsPattern(full))
            return File.Exists(full) ? [full] : [];
        List<string> found = ["/"];
        var segments = full.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            found = [.. found.SelectMany(folder => Entries(folder, segments[i], isLast: i == segments.Length - 1)).Take(MaximumMatches + 1)];
            if (found.Count > MaximumMatches)
                throw new SyntaxException($"'{pattern}' matches more than {MaximumMatches} files or folders.", "Write a narrower pattern.", "UK1203");
        }

        return found;
    }

    public string Read(string path)
    {
        if (!virtualFiles.TryGetValue(path, out var text))
        {
            // Devices and pipes have no length; to open them could wait for ever.
            var length = new FileInfo(path).Length;
            text = length == 0 ? "" : length <= MaximumCharacters ? File.ReadAllText(path, Encoding.UTF8) : null;
        }

        characters += text?.Length ?? MaximumCharacters;
        if (text is null || characters > MaximumCharacters || ++reads > MaximumReads)
            throw new SyntaxException($"The Kconfig files together are larger than {MaximumCharacters >> 20} MiB, or more than {MaximumReads} files are sourced.", "Look for files that source others again and again.", "UK1203");
        return text;
    }

    private static IEnumerable<string> Entries(string folder, string segment, bool isLast)
    {
        if (!Glob.IsPattern(segment))
        {
            var path = Path.Combine(folder, segment);
            return (isLast ? File.Exists(path) : Directory.Exists(path)) ? [path] : [];
        }

        if (!Directory.Exists(folder))
            return [];
        var all = isLast ? Directory.EnumerateFiles(folder, "*", Everything) : Directory.EnumerateDirectories(folder, "*", Everything);
        return all.Where(p => Glob.Matches(segment, Path.GetFileName(p.AsSpan()))).Order(StringComparer.Ordinal);
    }
}
