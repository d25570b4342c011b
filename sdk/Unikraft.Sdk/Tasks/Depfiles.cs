using System.Text;

namespace Unikraft.Sdk.Tasks;

/// <summary>Reads the dependency files the compiler leaves (<c>-MMD</c>): which files a build has read.</summary>
internal static class Depfiles
{
    /// <summary>Collects the prerequisites of all <c>.d</c> files below a folder that lie outside of it, in ordinal order.</summary>
    public static IEnumerable<string> InputsOf(string folder) => Directory
        .EnumerateFiles(folder, "*.d", SearchOption.AllDirectories)
        .SelectMany(static file => Prerequisites(File.ReadAllText(file)))
        .Where(path => Path.IsPathRooted(path) && !path.StartsWith(folder, StringComparison.Ordinal))
        .Select(Path.GetFullPath)
        .Where(path => !path.StartsWith(folder, StringComparison.Ordinal))
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Reads the prerequisites of every rule in a make fragment: blanks are escaped by <c>\</c>, <c>$</c> doubled, lines continued by <c>\</c>.</summary>
    public static IEnumerable<string> Prerequisites(string text)
    {
        foreach (var rule in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var colon = rule.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
                continue;
            foreach (var word in Words(rule[(colon + 1)..]))
                yield return word;
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if ((text[i] == '\\' && next is ' ' or '#') || (text[i] == '$' && next == '$'))
            {
                word.Append(next);
                i++;
            }
            else if (char.IsWhiteSpace(text[i]))
            {
                if (word.Length > 0)
                    yield return word.ToString();
                word.Clear();
            }
            else
            {
                word.Append(text[i]);
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }
}
