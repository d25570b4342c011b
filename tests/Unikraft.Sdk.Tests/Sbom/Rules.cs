using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unikraft.Sdk.Tests.Sbom;

/// <summary>Collects what breaks the rules of a format, each with its place in the document.</summary>
internal abstract partial class Rules(JsonDocument document)
{
    private readonly List<string> broken = [];

    protected static IReadOnlyDictionary<string, int> HashDigits { get; } = new Dictionary<string, int> { ["SHA1"] = 40, ["SHA256"] = 64, ["SHA512"] = 128 };

    public IReadOnlyList<string> Check()
    {
        CheckRoot(document.RootElement);
        return broken;
    }

    protected abstract void CheckRoot(JsonElement root);

    protected void Require(bool holds, string rule)
    {
        if (!holds)
            broken.Add(rule);
    }

    /// <summary>An object has the members it must have, and only those it may have.</summary>
    protected void Members(JsonElement node, string place, string[] required, params string[] optional)
    {
        var names = node.EnumerateObject().Select(static m => m.Name).ToList();
        foreach (var name in required)
            Require(names.Contains(name), $"{place}: {name} is missing");
        foreach (var name in names.Where(name => !required.Contains(name) && !optional.Contains(name)))
            Require(false, $"{place}: {name} is not known");
        Require(names.Distinct().Count() == names.Count, $"{place}: a member is there twice");
        foreach (var empty in node.EnumerateObject().Where(static m => m.Value is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length == 0))
            Require(false, $"{place}: {empty.Name} is empty");
    }

    protected void Match(JsonElement node, string member, string place, string pattern) =>
        Require(Regex.IsMatch(Text(node, member), $"^(?:{pattern})$", RegexOptions.Singleline), $"{place}: {member} is '{Text(node, member)}'");

    protected void Unique(IEnumerable<string> ids, string what)
    {
        foreach (var id in ids.GroupBy(static x => x).Where(static g => g.Count() > 1))
            Require(false, $"{what} '{id.Key}' is there twice");
    }

    protected void Hash(string algorithm, string value, string place) =>
        Require(HashDigits.TryGetValue(algorithm.Replace("-", "", StringComparison.Ordinal), out var digits) && Hex().IsMatch(value) && value.Length == digits, $"{place}: {algorithm} {value}");

    protected void Time(JsonElement node, string member, string place) =>
        Require(DateTime.TryParseExact(Text(node, member), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), $"{place}: {member} is no time in UTC");

    protected void Purl(string purl, string place) =>
        Require(PackageUrl().IsMatch(purl), $"{place}: '{purl}' is no package URL");

    protected static string Text(JsonElement node, string member) => node.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    protected static IEnumerable<JsonElement> Items(JsonElement node, string member) => node.TryGetProperty(member, out var list) ? list.EnumerateArray() : [];

    [GeneratedRegex("^[0-9a-f]+$")]
    private static partial Regex Hex();

    [GeneratedRegex(@"^pkg:(nuget|generic|deb/debian)/[A-Za-z0-9._~%-]+@[A-Za-z0-9._~%-]+(\?[a-z_]+=[A-Za-z0-9._~%:-]+(&[a-z_]+=[A-Za-z0-9._~%:-]+)*)?$")]
    private static partial Regex PackageUrl();
}
