using System.Buffers;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>The one line of text that carries kernel parameters and program arguments into the guest.</summary>
public static class KernelCommandLine
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\r\n\"'\\");

    /// <summary>Formats <c>name=value ... -- arguments</c>. Words that are not plain stand in quotes, in which a backslash keeps the next character.</summary>
    /// <returns>The line, or UK3009 for a word that the line cannot carry.</returns>
    public static Result<string> Format(IEnumerable<string> kernelArguments, IReadOnlyCollection<string> programArguments)
    {
        var words = kernelArguments.ToList();
        if (words.Contains("--"))
            return Refused("--");
        if (programArguments.Count > 0)
            words.AddRange(["--", .. programArguments]);
        return words.Find(word => word.Contains('\0', StringComparison.Ordinal)) is { } wrong
            ? Refused(wrong)
            : Result.Of(string.Join(' ', words.Select(Quote)));
    }

    private static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAny(NeedsQuotes)
        ? word
        : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Result<string> Refused(string word) => Result.Failed<string>(
        Diagnostic.Error("UK3009", $"the argument '{word}' cannot be given to a guest.", "Use words without null characters, and no kernel parameter '--'."));
}
