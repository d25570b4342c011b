using System.Collections.Immutable;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;

namespace Unikraft.Build.Projects;

/// <summary>Reads the texts of item metadata.</summary>
public static class ItemParsers
{
    private const string HashMark = "=sha256:";

    /// <summary>Splits flags as a shell does: at blanks, with <c>'</c> and <c>"</c> grouping and kept (make hands them to the shell).</summary>
    public static ImmutableArray<string> Flags(string? text)
    {
        var flags = ImmutableArray.CreateBuilder<string>();
        var flag = new StringBuilder();
        var quote = '\0';
        foreach (var c in text ?? "")
        {
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush();
                continue;
            }

            if (quote == c)
                quote = '\0';
            else if (quote == '\0' && c is '\'' or '"')
                quote = c;
            flag.Append(c);
        }

        Flush();
        return flags.DrainToImmutable();

        void Flush()
        {
            if (flag.Length > 0)
                flags.Add(flag.ToString());
            flag.Clear();
        }
    }

    /// <summary>Splits a list at <c>;</c>, <c>|</c> and blanks: variants, include folders of a file.</summary>
    public static ImmutableArray<string> List(string? text) =>
        [.. (text ?? "").Split([';', '|', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Reads the type of an option (UK1111); blank means bool.</summary>
    public static Result<OptionType> OptionType(string? text) => (text ?? "").Trim().ToLowerInvariant() switch
    {
        "" or "bool" => Result.Of(Projects.OptionType.Bool),
        "int" => Result.Of(Projects.OptionType.Int),
        "hex" => Result.Of(Projects.OptionType.Hex),
        "string" => Result.Of(Projects.OptionType.String),
        _ => Result.Failed<OptionType>(Diagnostic.Error(
            "UK1111",
            $"'{text}' is not a type of an option.",
            NearestName.Propose(text!, ["bool", "int", "hex", "string"], "Types are bool, int, hex and string."))),
    };

    /// <summary>Reads the language of a compiler flag (UK1111); blank means C.</summary>
    public static Result<FlagLanguage> Language(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Result.Of(FlagLanguage.C)
        : Enum.GetNames<FlagLanguage>().FirstOrDefault(n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Result.Of(Enum.Parse<FlagLanguage>(name))
            : Result.Failed<FlagLanguage>(Diagnostic.Error("UK1111", $"'{text}' is not a language of compiler flags.", "Languages are C, Cxx, Asm and All."));

    /// <summary>
    /// Reads metadata <c>Candidates</c> of an origin (UK2011): entries between <c>;</c>, each <c>ADDRESS=sha256:HEX</c> or
    /// <c>debian:PACKAGE/VERSION/FILE=sha256:HEX</c>.
    /// </summary>
    public static Result<ImmutableArray<OriginCandidate>> Candidates(string? text)
    {
        var candidates = ImmutableArray.CreateBuilder<OriginCandidate>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var entry in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Candidate(entry, out var candidate) is { } problem)
                problems.Add(Diagnostic.Error("UK2011", $"'{entry}' is not a candidate of an origin: {problem}.", "Write ADDRESS=sha256:HEX or debian:PACKAGE/VERSION/FILE=sha256:HEX, with ';' between entries."));
            else
                candidates.Add(candidate!);
        }

        return new Result<ImmutableArray<OriginCandidate>>(candidates.DrainToImmutable(), problems.DrainToImmutable());
    }

    private static string? Candidate(string entry, out OriginCandidate? candidate)
    {
        candidate = null;
        var mark = entry.LastIndexOf(HashMark, StringComparison.Ordinal);
        if (mark < 0)
            return "it has no '=sha256:'";
        var place = entry[..mark].Trim();
        var hash = entry[(mark + HashMark.Length)..].Trim().ToLowerInvariant();
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            return "a SHA-256 has 64 hexadecimal digits";
        if (place.StartsWith("debian:", StringComparison.Ordinal))
        {
            var parts = place["debian:".Length..].Split('/');
            if (parts.Length != 3 || !parts.All(IsSimpleName))
                return "after 'debian:' come source package, version and file";
            candidate = new DebianCandidate(parts[0], parts[1], parts[2], hash);
            return null;
        }

        if (!Uri.TryCreate(place, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "file"))
            return "the address is not an absolute http, https or file address";
        var file = Uri.UnescapeDataString(address.Segments[^1]);
        if (!IsSimpleName(file))
            return "the address does not end in a file name";
        candidate = new UrlCandidate(address, file, hash);
        return null;
    }

    /// <summary>A word that can be a file name and an argument of apt: no option, no folder.</summary>
    private static bool IsSimpleName(string text) =>
        text.Length > 0
        && text[0] is not ('-' or '.')
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '~' or '_' or ':');
}
