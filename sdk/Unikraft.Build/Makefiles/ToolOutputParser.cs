using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// Understands what make, gcc, clang and ld print, line by line (msbuild-sdk.md section 6). One parser serves one run: what make says about a failed
/// step counts only while no tool has said why.
/// </summary>
/// <param name="resolve">Turns a file name as printed into an absolute one; null when there is no such file.</param>
public sealed partial class ToolOutputParser(Func<string, string?> resolve)
{
    private const int LastLines = 20;
    private const int SaidLines = 3;

    private readonly Queue<string> last = new();
    private bool explained;
    private Diagnostic? makeProblem;

    /// <summary>Gets parts of warnings that are reported as notes.</summary>
    public ImmutableArray<string> KnownWarnings { get; init; } = [];

    /// <summary>Gets what tells whether a file is the work of others, so that a warning about it is nothing a project can change: a note.</summary>
    public Func<string, bool> IsOfOthers { get; init; } = static _ => false;

    /// <summary>Understands one line, without its line end.</summary>
    public MakeEvent Read(string line)
    {
        last.Enqueue(line);
        if (last.Count > LastLines)
            last.Dequeue();
        var plain = Colours().Replace(line, "").TrimEnd('\r');
        if (Step().Match(plain) is { Success: true } step)
            return new MakeStep(line, step.Groups["tag"].Value, step.Groups["lib"].Value, step.Groups["file"].Value);
        if ((Coded(plain) ?? Linker(plain) ?? Compiler(plain)) is not { } diagnostic)
        {
            ReadMake(plain);
            return new MakeOutput(line);
        }

        if (diagnostic.Severity == Severity.Warning && (KnownWarnings.Any(diagnostic.Text.Contains) || (diagnostic.File is { } file && IsOfOthers(file))))
            diagnostic = diagnostic with { Severity = Severity.Note };
        explained |= diagnostic.Severity == Severity.Error;
        return new MakeDiagnostic(line, diagnostic);
    }

    /// <summary>Explains a failure that no tool has explained: by what make said, or by the last lines (UK1030).</summary>
    public Diagnostic? Explain(int exitCode)
    {
        if (exitCode == 0 || explained)
            return null;
        return makeProblem ?? Diagnostic.Error(
            "UK1030",
            $"make ended with exit code {exitCode} and no message that is known. Its last lines: {string.Join(" | ", last.Where(static l => l.Length > 0)).Trim()}",
            "Build with -v:detailed to see all of its output.");
    }

    /// <summary>The core's own errors have a code already: <c>file:line: *** UK1018: ...</c> of make, <c>file(line): error UK1002: ...</c> of its scripts.</summary>
    private Diagnostic? Coded(string line)
    {
        if (CodedLine().Match(line) is not { Success: true } match)
            return null;
        var text = match.Groups["text"].Value;
        var severity = match.Groups["kind"].Value == "warning" ? Severity.Warning : Severity.Error;
        return Placed(new Diagnostic(match.Groups["code"].Value, severity, text), match);
    }

    private Diagnostic? Compiler(string line)
    {
        if (CompilerLine().Match(line) is not { Success: true } match)
            return null;
        var option = match.Groups["option"].Value;
        var kind = match.Groups["kind"].Value;
        var text = match.Groups["text"].Value;
        var severity = kind switch
        {
            "warning" => Severity.Warning,
            "note" => Severity.Note,
            _ => Severity.Error,
        };
        return Placed(new Diagnostic(GccCode(option, severity), severity, text), match);
    }

    private static string GccCode(string option, Severity severity)
    {
        // -Werror=unused-variable names the warning that was promoted.
        var name = option.StartsWith("-Werror=", StringComparison.Ordinal) ? option["-Werror=".Length..] : option.StartsWith("-W", StringComparison.Ordinal) ? option[2..] : "";
        if (name.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign)
            name = name[..sign];
        return name.Length > 0 ? "GCC-" + name : severity == Severity.Error ? "GCC-error" : severity == Severity.Note ? "GCC-note" : "GCC-warning";
    }

    private Diagnostic? Linker(string line)
    {
        if (Undefined().Match(line) is { Success: true } undefined)
        {
            var name = undefined.Groups["name"].Value;
            return Placed(Diagnostic.Error("UK1033", $"Nothing defines '{name}', which the image needs.", "Add the source or library that defines it, or turn its option on."), undefined);
        }

        if (Multiple().Match(line) is { Success: true } multiple)
        {
            var first = multiple.Groups["first"].Value;
            return Placed(Diagnostic.Error("UK1034", $"'{multiple.Groups["name"].Value}' is defined twice{(first.Length > 0 ? $", first in {first}" : "")}.", "Make one of the definitions static, or leave one of the sources out."), multiple);
        }

        if (LinkerLine().Match(line) is { Success: true } match)
        {
            var text = match.Groups["text"].Value;
            // binutils: the second line of a warning
            if (text.StartsWith("NOTE: ", StringComparison.Ordinal))
                return new Diagnostic("LD-note", Severity.Note, text["NOTE: ".Length..]);
            var isWarning = match.Groups["warning"].Success;
            return new Diagnostic(isWarning ? "LD-warning" : "LD-error", isWarning ? Severity.Warning : Severity.Error, text);
        }

        return SectionLine().Match(line) is { Success: true } section ? Placed(new Diagnostic("LD-error", Severity.Error, section.Groups["text"].Value), section) : null;
    }

    private void ReadMake(string line)
    {
        if (makeProblem is not null || MakeError().Match(line) is not { Success: true } match)
            return;
        var text = match.Groups["text"].Value;
        if (MissingTool().Match(string.Join('\n', last)) is { Success: true } tool)
            makeProblem = Tools.Missing(tool.Groups["name"].Value);
        else if (MissingInput().Match(text) is { Success: true } input)
            makeProblem = Diagnostic.Error("UK1032", $"make has no rule for '{input.Groups["file"].Value}', which does not exist.", "Create the file, or remove it from the project or library that names it.");
        else
            makeProblem = Placed(Diagnostic.Error("UK1032", $"make failed: {text.TrimEnd('.')}.{Said()}", "Build with -v:detailed to see the command that failed."), match);
    }

    /// <summary>What the command printed last, which no rule of ours knows: between its step and make's own line.</summary>
    private string Said()
    {
        var lines = last.SkipLast(1).Reverse().TakeWhile(static line => !Step().IsMatch(line) && !MakeError().IsMatch(line)).Where(static line => line.Length > 0).Take(SaidLines).Reverse().ToList();
        return lines.Count > 0 ? $" Before it: {string.Join(" | ", lines).Trim()}" : "";
    }

    private Diagnostic Placed(Diagnostic diagnostic, Match match)
    {
        var file = match.Groups["file"].Value;
        var path = file.Length > 0 ? resolve(file) : null;
        return path is null ? diagnostic : diagnostic.At(path, Number(match.Groups["line"].Value), Number(match.Groups["col"].Value));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\x1b\[[0-9;]*[mK]")]
    private static partial Regex Colours();

    [GeneratedRegex(@"^  (?<tag>[A-Z][A-Z0-9]{1,8}) +(?:(?<lib>[A-Za-z0-9_.+-]+): )?(?<file>\S+)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?<file>[^\s:][^:]*):(?<line>\d+):(?:(?<col>\d+):)? (?:(?<kind>fatal error|error|warning|note|Error|Warning): )(?<text>.*?)(?: \[(?<option>-W[^\]]+|-f[^\]]+)\])?$")]
    private static partial Regex CompilerLine();

    [GeneratedRegex(@"^(?:\S*ld(?:\.bfd|\.gold|\.lld)?: )?(?:\S+\.o: in function `[^']*': ?)?(?:(?<file>[^\s:(]+):(?:(?<line>\d+)|\([^)]*\)): )?undefined reference to [`'](?<name>[^']+)'")]
    private static partial Regex Undefined();

    [GeneratedRegex(@"^(?:\S*ld(?:\.bfd|\.gold|\.lld)?: )?(?:\S+\.o: in function `[^']*': ?)?(?:(?<file>[^\s:(]+):(?:(?<line>\d+)|\([^)]*\)): )?multiple definition of [`'](?<name>[^']+)'(?:; (?<first>\S+?): ?first defined here)?")]
    private static partial Regex Multiple();

    // Linkers that run side by side print the prefix in one piece and the rest in another, so it may stand there twice.
    [GeneratedRegex(@"^(?:(?:\S*/)?(?:x86_64-linux-gnu-)?ld(?:\.bfd|\.gold|\.lld)?: )+(?:(?<warning>warning: )|error: )?(?<text>(?!.*: in function `)(?!\d+ ).+)$")]
    private static partial Regex LinkerLine();

    [GeneratedRegex(@"^(?<file>[^\s:(]+):\(\.[^)]+\): (?<text>.+)$")]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"^(?:(?<file>[^\s:(]+)(?::(?<line>\d+): \*\*\* |\((?<line>\d+)(?:,(?<col>\d+))?\): (?<kind>error|warning) |: (?<kind>error|warning) ))?(?<code>UK\d{4}): (?<text>.*?)(?:  Stop\.)?$")]
    private static partial Regex CodedLine();

    [GeneratedRegex(@"^(?:(?<file>[^\s:]+):(?<line>\d+): |make(?:\[\d+\])?: )\*\*\* (?<text>.*)$")]
    private static partial Regex MakeError();

    [GeneratedRegex(@"(?:^|: )(?<name>[A-Za-z0-9_+.-]+): (?:command not found|not found|No such file or directory)$", RegexOptions.Multiline)]
    private static partial Regex MissingTool();

    [GeneratedRegex(@"^No rule to make target '(?<file>[^']+)'")]
    private static partial Regex MissingInput();
}
