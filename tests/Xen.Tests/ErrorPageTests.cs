using System.Text.RegularExpressions;
using Labs.Tests;

namespace Xen.Tests;

/// <summary>Every code of the platform and of the test beds has a row in its page, and every row has a code.</summary>
public sealed partial class ErrorPageTests
{
    [Theory]
    [InlineData("xen.md", "85", "core/plat/xen", "core/drivers/xen")]
    [InlineData("test-beds.md", "32", "tests/bed", "tests/xen")]
    [InlineData("linux-mpls.md", "33", "tests/mpls")]
    public void Codes_in_the_sources_and_rows_in_the_page_are_the_same(string page, string family, params string[] folders)
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/errors", page))).Select(m => m.Groups[1].Value).ToList();
        var used = folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".c" or ".h" or ".cs" or ".sh" && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Value))
            .Where(code => code[2..4] == family)
            .Distinct();
        Assert.Equal(used.Order(StringComparer.Ordinal), rows);
    }

    [GeneratedRegex(@"^\| (UK\d{4}) \| .+ \| .+ \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"UK\d{4}\b")]
    private static partial Regex Code();
}
