using System.Globalization;
using System.Numerics;

namespace Unikraft.Build.Kconfig;

/// <summary>Reads and writes numbers as Kconfig does. Values have no fixed width.</summary>
internal static class Numbers
{
    /// <summary>No number of a configuration is longer; reading one takes time that grows faster than its length.</summary>
    private const int MaximumDigits = 1000;

    /// <summary>Reads a value of a type; null when it is none.</summary>
    public static BigInteger? Parse(SymbolType type, string text) => type == SymbolType.Hex ? Hex(text) : Decimal(text);

    public static string Format(SymbolType type, BigInteger value)
    {
        if (type != SymbolType.Hex)
            return value.ToString(CultureInfo.InvariantCulture);
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }

    /// <summary>Reads what a comparison takes as a number: a truth value by its rank, a constant in the base its prefix tells.</summary>
    public static BigInteger? ForComparison(SymbolType type, string text) => type switch
    {
        SymbolType.Bool or SymbolType.Tristate => text switch { "n" => 0, "m" => 1, "y" => 2, _ => null },
        SymbolType.Int => Decimal(text),
        SymbolType.Hex => Hex(text),
        _ => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? Hex(text) : Decimal(text),
    };

    private static BigInteger? Decimal(string text) =>
        text.Length is > 0 and <= MaximumDigits && text[0] != '+' && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The leading zero keeps a number with its top bit set from being read as a negative one.</summary>
    private static BigInteger? Hex(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return digits.Length is > 0 and <= MaximumDigits && BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
