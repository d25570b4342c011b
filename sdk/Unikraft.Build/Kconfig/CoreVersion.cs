using System.Text.RegularExpressions;

namespace Unikraft.Build.Kconfig;

/// <summary>The version a core states in its <c>version.mk</c>.</summary>
/// <param name="Full">Version, subversion and extra version joined by dots.</param>
/// <param name="CodeName">The code name.</param>
public sealed partial record CoreVersion(string Full, string CodeName)
{
    /// <summary>Reads <c>version.mk</c> of a core; a core without one has the version <c>0.0.0</c>.</summary>
    public static CoreVersion Read(string coreRoot)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = Path.Combine(coreRoot, "version.mk");
        if (File.Exists(file))
        {
            foreach (var match in Assignment().Matches(File.ReadAllText(file)).Cast<Match>())
                values[match.Groups["name"].Value] = match.Groups["value"].Value;
        }

        string Get(string name) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : "0";
        return new CoreVersion($"{Get("UK_VERSION")}.{Get("UK_SUBVERSION")}.{Get("UK_EXTRAVERSION").TrimStart('.')}", values.GetValueOrDefault("UK_CODENAME", ""));
    }

    [GeneratedRegex(@"^[ \t]*(?<name>UK_[A-Z]+)[ \t]*:?=[ \t]*(?<value>[^\r\n#]*?)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
