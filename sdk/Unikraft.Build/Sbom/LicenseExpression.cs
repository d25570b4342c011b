using NuGet.Packaging.Licenses;

namespace Unikraft.Build.Sbom;

/// <summary>Licence expressions as SPDX defines them (SPDX 2.3, annex D).</summary>
internal static class LicenseExpression
{
    /// <summary>Returns the expression if it is one of licences that the SPDX list has; null when it is none or names others.</summary>
    public static string? Known(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            var expression = NuGetLicenseExpression.Parse(text);
            return expression.HasOnlyStandardIdentifiers() && !expression.IsUnlicensed() ? expression.ToString() : null;
        }
        catch (NuGetLicenseExpressionParsingException)
        {
            return null;
        }
    }

    /// <summary>Tells whether it is a single licence, without operators.</summary>
    public static bool IsSingle(string expression) => !expression.Contains(' ', StringComparison.Ordinal);
}
