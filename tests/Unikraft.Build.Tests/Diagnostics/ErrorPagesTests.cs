using System.Text.RegularExpressions;

namespace Unikraft.Build.Tests.Diagnostics;

/// <summary>Every code has a row in its page, and every row has a code.</summary>
public sealed partial class ErrorPagesTests
{
    [Theory]
    [InlineData("build.md", "UK1[0145]")]
    [InlineData("kconfig.md", "UK1[23]")]
    [InlineData("origins.md", "UK2")]
    public void Codes_in_the_sources_and_rows_in_the_page_are_the_same(string page, string family)
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/errors", page))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(rows.Order(StringComparer.Ordinal).Distinct(), rows);
        Assert.Equal(string.Join(' ', Codes(family)), string.Join(' ', rows));
    }

    private static IEnumerable<string> Codes(string family)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "sdk/Unikraft.Build"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Core, "make")));
        return files.SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => "UK" + m.Groups[1].Value)).Where(c => Regex.IsMatch(c, family)).Distinct().Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| (UK\d{4}) \| .+ \| .+ \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?:UK|uk_error,|fail )(\d{4})\b")]
    private static partial Regex Code();
}
