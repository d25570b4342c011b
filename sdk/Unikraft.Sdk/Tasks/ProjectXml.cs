using System.Xml;
using System.Xml.Linq;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Tasks;

/// <summary>A project file as its author wrote it: finds names that MSBuild would ignore without a word, and the line of an item.</summary>
public sealed class ProjectXml
{
    // What MSBuild itself allows on every item (learn.microsoft.com, "Item element").
    private static readonly HashSet<string> ItemAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepMetadata", "RemoveMetadata", "KeepDuplicates", "MatchOnMetadata", "MatchOnMetadataOptions",
    };

    private readonly string file;
    private readonly XDocument document;

    private ProjectXml(string file, XDocument document) => (this.file, this.document) = (file, document);

    /// <summary>Reads a project file that MSBuild has already accepted.</summary>
    public static ProjectXml Load(string file) => new(file, XDocument.Load(file, LoadOptions.SetLineInfo));

    /// <summary>Finds unknown properties (UK0001), items (UK0002) and metadata (UK0003) among the names that belong to the SDK.</summary>
    public IEnumerable<Diagnostic> UnknownNames()
    {
        foreach (var property in Children("PropertyGroup").Where(static p => IsOurs(p.Name.LocalName)))
        {
            if (!PublicNames.Properties.Contains(property.Name.LocalName))
                yield return UnknownProperty(property.Name.LocalName).At(file, Line(property), Column(property));
        }

        foreach (var item in Children("ItemGroup").Concat(Children("ItemDefinitionGroup")).Where(static i => IsOurs(i.Name.LocalName)))
        {
            foreach (var diagnostic in UnknownNames(item))
                yield return diagnostic;
        }
    }

    /// <summary>Describes a property the SDK does not know.</summary>
    public static Diagnostic UnknownProperty(string name) => Diagnostic.Warning(
        "UK0001",
        $"The property '{name}' is not known and has no effect.",
        NearestName.Propose(name, PublicNames.Properties, "All properties are in docs/reference.md."));

    /// <summary>Tells whether a name begins with a prefix of the SDK, a capital letter following.</summary>
    public static bool IsOurs(string name) => PublicNames.Prefixes.Any(prefix =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[prefix.Length]));

    /// <summary>Finds the line of the item with this type and identity; 0 when the item comes from elsewhere.</summary>
    public int LineOf(string itemType, string identity) => Children("ItemGroup")
        .Where(item => item.Name.LocalName.Equals(itemType, StringComparison.OrdinalIgnoreCase))
        .Where(item => ((string?)item.Attribute("Include") ?? "").Split(';', StringSplitOptions.TrimEntries).Contains(identity))
        .Select(Line)
        .LastOrDefault();

    private IEnumerable<XElement> Children(string group) =>
        document.Descendants().Where(e => e.Name.LocalName == group).SelectMany(static e => e.Elements());

    private IEnumerable<Diagnostic> UnknownNames(XElement item)
    {
        var type = item.Name.LocalName;
        if (!PublicNames.Items.TryGetValue(type, out var known))
        {
            var remedy = NearestName.Propose(type, PublicNames.Items.Keys, "All items are in docs/reference.md.");
            yield return Diagnostic.Warning("UK0002", $"The item '{type}' is not known and has no effect.", remedy).At(file, Line(item), Column(item));
            yield break;
        }

        var attributes = item.Attributes().Where(static a => !a.IsNamespaceDeclaration && !ItemAttributes.Contains(a.Name.LocalName)).Select(static a => (a.Name.LocalName, Place: (XObject)a));
        var elements = item.Elements().Select(static e => (e.Name.LocalName, Place: (XObject)e));
        foreach (var (name, place) in attributes.Concat(elements).Where(m => !known.Contains(m.LocalName)))
        {
            var remedy = NearestName.Propose(name, known, known.Count == 0 ? "It takes none." : $"It takes: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
            yield return Diagnostic.Warning("UK0003", $"'{type}' has no metadata '{name}'; it has no effect.", remedy).At(file, Line(place), Column(place));
        }
    }

    private static int Line(IXmlLineInfo node) => node.LineNumber;

    private static int Column(IXmlLineInfo node) => node.LinePosition;
}
