using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>Reads <c>.config</c> and defconfig files (build-interface 3.4).</summary>
public static class DotConfigReader
{
    private const string Prefix = "CONFIG_";
    private const string NotSet = " is not set";
    private const long MaximumBytes = 1 << 26;

    /// <summary>Reads a file (UK1202 when it cannot be read, UK1304 for lines that are no assignment, which are left out; UK1315 for a symbol set twice).</summary>
    public static Result<ImmutableArray<ConfigRequest>> Read(string path)
    {
        try
        {
            // Devices and pipes have no length; to open them could wait for ever.
            var length = new FileInfo(path).Length;
            return length <= MaximumBytes
                ? Parse(path, length == 0 ? "" : File.ReadAllText(path, Encoding.UTF8))
                : Result.Failed<ImmutableArray<ConfigRequest>>(Diagnostic.Error("UK1202", $"'{path}' is larger than {MaximumBytes >> 20} MiB.", "Correct the path.").At(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Result.Failed<ImmutableArray<ConfigRequest>>(
                Diagnostic.Error("UK1202", $"'{path}' cannot be read: {problem.Message.TrimEnd('.')}.", "Correct the path.").At(path));
        }
    }

    /// <summary>Reads a text. Accepts CR before LF, a missing last line end, and <c>=n</c> for "is not set".</summary>
    public static Result<ImmutableArray<ConfigRequest>> Parse(string path, string text)
    {
        var requests = ImmutableArray.CreateBuilder<ConfigRequest>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var values = new Dictionary<string, (string Value, int Line)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var full in text.Split('\n'))
        {
            number++;
            var line = full.TrimEnd('\r', ' ', '\t');
            if (Assignment(line) is { } found)
            {
                requests.Add(new ConfigRequest(found.Symbol, found.Value) { File = path, Line = number });
                if (values.TryGetValue(found.Symbol, out var earlier) && earlier.Value != found.Value)
                    problems.Add(Diagnostic.Warning("UK1315", $"CONFIG_{found.Symbol} is set a second time; the value in line {earlier.Line} counts for nothing.", "Remove one of the two lines.").At(path, number));
                values[found.Symbol] = (found.Value, number);
            }
            else if (line.Length > 0 && line[0] != '#')
                problems.Add(Diagnostic.Warning("UK1304", $"'{line}' is not a line of a configuration.", "Write CONFIG_NAME=value, or '# CONFIG_NAME is not set'.").At(path, number));
        }

        return new Result<ImmutableArray<ConfigRequest>>(requests.DrainToImmutable(), problems.DrainToImmutable());
    }

    /// <summary>Reads one line, without its end; null when it assigns nothing.</summary>
    internal static (string Symbol, string Value)? Assignment(string line)
    {
        if (line.StartsWith("# " + Prefix, StringComparison.Ordinal) && line.EndsWith(NotSet, StringComparison.Ordinal))
            return (line[(2 + Prefix.Length)..^NotSet.Length], "n");
        var sign = line.IndexOf('=', StringComparison.Ordinal);
        if (sign <= Prefix.Length || !line.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var value = line[(sign + 1)..];
        if (!value.StartsWith('"'))
            return (line[Prefix.Length..sign], value);
        return Unquote(value) is { } unquoted ? (line[Prefix.Length..sign], unquoted) : null;
    }

    private static string? Unquote(string value)
    {
        var text = new StringBuilder();
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"')
                return i == value.Length - 1 ? text.ToString() : null;
            if (value[i] == '\\' && i + 1 < value.Length)
                i++;
            text.Append(value[i]);
        }

        return null;
    }
}
