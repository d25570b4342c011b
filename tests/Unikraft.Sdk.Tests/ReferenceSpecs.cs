using System.Text.RegularExpressions;
using Unikraft.Sdk.Tasks;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>docs/reference.md and docs/errors/sdk.md say what the code does, no more and no less.</summary>
public sealed partial class ReferenceSpecs
{
    private static readonly string[] OfMSBuild = ["OutputType"];

    [Fact]
    public void The_reference_lists_every_property_with_type_default_and_example()
    {
        var rows = Rows("docs/reference.md", "property");
        Assert.Equal(PublicNames.Properties.Concat(OfMSBuild).Order(StringComparer.Ordinal), rows.Select(r => Name(r[0])).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain("", row));
    }

    [Fact]
    public void The_reference_lists_every_item_with_its_metadata()
    {
        var rows = Rows("docs/reference.md", "item").ToDictionary(r => Name(r[0]), r => Names(r[1]));
        Assert.Equal(PublicNames.Items.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var (item, metadata) in PublicNames.Items)
            Assert.Equal(metadata.Order(StringComparer.Ordinal), rows[item].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_error_code_of_the_family_is_in_the_table_once()
    {
        var documented = Rows("docs/errors/sdk.md", "code").Select(r => r[0]).ToList();
        Assert.Equal(documented.Distinct(), documented);
        var folders = new[] { "sdk/Unikraft.Sdk/build", "sdk/Unikraft.Sdk/Tasks", "sdk/Unikraft.Sdk/Launcher", ".ci" };
        var used = folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Value))
            .Distinct();
        Assert.Equal(documented.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    private static List<string[]> Rows(string page, string firstHeader)
    {
        var rows = new List<string[]>();
        var inside = false;
        foreach (var line in File.ReadLines(Repository.PathOf(page)))
        {
            var cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
            if (line.StartsWith('|') && cells[0] == firstHeader)
                inside = true;
            else if (!line.StartsWith('|'))
                inside = false;
            else if (inside && !cells[0].StartsWith('-'))
                rows.Add(cells);
        }

        return rows;
    }

    private static string Name(string cell) => Names(cell).Single();

    private static IEnumerable<string> Names(string cell) => Quoted().Matches(cell).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bUK0\d\d\d\b")]
    private static partial Regex Code();
}
