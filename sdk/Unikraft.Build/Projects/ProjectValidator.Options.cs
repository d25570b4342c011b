using System.Globalization;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <content>Options a project offers.</content>
public static partial class ProjectValidator
{
    private static void CheckOptions(Microlibrary library, List<Diagnostic> found)
    {
        foreach (var same in library.Options.GroupBy(static o => o.Symbol).Where(static g => g.Count() > 1))
            found.Add(Diagnostic.Error("UK1111", $"The option '{same.Key}' is defined {same.Count()} times.", "Remove the repeated UkOption item."));
        foreach (var option in library.Options)
            CheckOption(library, option, found);
    }

    private static void CheckOption(Microlibrary library, Option option, List<Diagnostic> found)
    {
        if (!ProjectNames.IsSymbol(option.Symbol))
            found.Add(InvalidSymbol(option.Symbol, "UkOption"));
        else if (option.Symbol == library.Symbol)
            found.Add(Diagnostic.Error("UK1111", $"The option '{option.Symbol}' has the name of the library's own symbol.", "Give it another name; the library is turned on and off by its own symbol."));
        if (option.Default is { } value && !IsValue(option.Type, value))
            found.Add(Diagnostic.Error("UK1111", $"'{value}' is not a default for the {option.Type.ToString().ToLowerInvariant()} option '{option.Symbol}'.", ValueRule(option.Type)));
        if (HasLineBreak(option.Prompt) || HasLineBreak(option.DependsOn))
            found.Add(Diagnostic.Error("UK1111", $"Prompt or DependsOn of the option '{option.Symbol}' has more than one line.", "Write each on one line; Help may be longer."));
        if (option.Prompt is { Length: 0 })
            found.Add(Diagnostic.Error("UK1111", $"The prompt of the option '{option.Symbol}' is empty.", "Write a short title, or leave Prompt out."));
    }

    /// <summary>Tells whether a text is a value of a type, as a user writes it.</summary>
    public static bool IsValue(OptionType type, string value) => type switch
    {
        OptionType.Bool => value is "y" or "n",
        OptionType.Int => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && value[0] != '+',
        OptionType.Hex => ulong.TryParse(
            value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value.AsSpan(2) : value,
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out _),
        _ => !HasLineBreak(value) && !value.Contains("$(", StringComparison.Ordinal),
    };

    private static string ValueRule(OptionType type) => type switch
    {
        OptionType.Bool => "Write y or n.",
        OptionType.Int => "Write a decimal number.",
        OptionType.Hex => "Write a hexadecimal number, with or without 0x.",
        _ => "Write a text on one line and without '$('.",
    };

    private static bool HasLineBreak(string? text) => text?.AsSpan().IndexOfAny('\n', '\r') >= 0;
}
