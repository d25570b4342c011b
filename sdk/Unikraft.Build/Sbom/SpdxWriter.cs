using System.Text.Json.Nodes;

namespace Unikraft.Build.Sbom;

/// <summary>Writes a bill of materials as SPDX 2.3 in JSON (ISO/IEC 5962, spdx.github.io/spdx-spec/v2.3).</summary>
public static class SpdxWriter
{
    private const string Unknown = "NOASSERTION";
    private const string Document = "SPDXRef-DOCUMENT";

    /// <summary>Writes it.</summary>
    public static string Write(BillOfMaterials bill)
    {
        var body = Body(bill);
        var document = new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = Document,
            ["name"] = bill.Image.FileName ?? bill.Image.Name,
            // 6.5: a URI that no other document has; nothing need be behind it.
            ["documentNamespace"] = $"https://spdx.org/spdxdocs/{Uri.EscapeDataString(bill.Image.Name)}-{SbomJson.UuidOf(SbomJson.Write(body))}",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = SbomJson.Time(bill.Created),
                ["creators"] = SbomJson.Array(bill.Tools.Where(static t => t.Name == SdkName), static tool => $"Tool: {tool.Name}-{tool.Version}"),
            },
        };
        foreach (var (name, value) in body.ToList())
            document.Add(name, value!.DeepClone());
        return SbomJson.Write(document);
    }

    /// <summary>The tool that writes bills of materials.</summary>
    public const string SdkName = "Unikraft.Sdk";

    private static JsonObject Body(BillOfMaterials bill) => new JsonObject { ["packages"] = SbomJson.Array(bill.All, Package) }
        .With("files", SbomJson.Array(bill.Components.SelectMany(static c => c.Patches.Select(p => (c, p))), static x => PatchFile(x.c, x.p)))
        .With("hasExtractedLicensingInfos", SbomJson.Array(bill.All.Where(HasOwnLicense), static component => new JsonObject
        {
            ["licenseId"] = OwnLicense(component),
            ["name"] = component.License,
            ["extractedText"] = component.License,
        }))
        .With("relationships", SbomJson.Array(Relationships(bill), static r => new JsonObject
        {
            ["spdxElementId"] = r.From,
            ["relationshipType"] = r.Type,
            ["relatedSpdxElement"] = r.To,
        }));

    private static JsonObject Package(Component component) => new JsonObject { ["SPDXID"] = Ref(component.Id), ["name"] = component.Name }
        .With("versionInfo", component.Version)
        .With("packageFileName", component.FileName)
        .With("downloadLocation", component.Address ?? Unknown)
        .With("filesAnalyzed", false)
        .With("checksums", Checksums(component))
        .With("licenseConcluded", Unknown)
        .With("licenseDeclared", LicenseExpression.Known(component.License) ?? (HasOwnLicense(component) ? OwnLicense(component) : Unknown))
        .With("copyrightText", Unknown)
        .With("description", component.Description)
        .With("comment", Comment(component))
        .With("externalRefs", References(component))
        .With("primaryPackagePurpose", component.Kind switch
        {
            ComponentKind.Image or ComponentKind.Tool => "APPLICATION",
            ComponentKind.Origin => "SOURCE",
            _ => "LIBRARY",
        });

    private static JsonArray References(Component component) => component.Purl is { } purl
        ? [new JsonObject { ["referenceCategory"] = "PACKAGE-MANAGER", ["referenceType"] = "purl", ["referenceLocator"] = purl }]
        : [];

    private static JsonArray Checksums(Component component) => new([
        .. component.Sha256 is { } sha256 ? [Checksum("SHA256", sha256)] : Array.Empty<JsonNode>(),
        .. component.Sha512 is { } sha512 ? [Checksum("SHA512", sha512)] : Array.Empty<JsonNode>(),
    ]);

    private static JsonObject PatchFile(Component origin, Patch patch) => new()
    {
        ["SPDXID"] = PatchRef(origin, patch),
        ["fileName"] = $"./patches/{patch.Name}",
        ["fileTypes"] = new JsonArray("SOURCE", "TEXT"),
        ["checksums"] = new JsonArray(Checksum("SHA1", patch.Sha1), Checksum("SHA256", patch.Sha256)),
        ["licenseConcluded"] = Unknown,
        ["copyrightText"] = Unknown,
    };

    private static JsonObject Checksum(string algorithm, string value) => new() { ["algorithm"] = algorithm, ["checksumValue"] = value };

    private static IEnumerable<(string From, string Type, string To)> Relationships(BillOfMaterials bill)
    {
        var kinds = bill.Components.ToDictionary(static c => c.Id, static c => c.Kind, StringComparer.Ordinal);
        yield return (Document, "DESCRIBES", Ref(bill.Image.Id));
        foreach (var component in new[] { bill.Image }.Concat(bill.Components))
        {
            if (component.PartOf is { } whole)
                yield return (Ref(whole), "CONTAINS", Ref(component.Id));
            foreach (var need in component.Needs)
                yield return (Ref(component.Id), Relation(component.Kind, kinds[need]), Ref(need));
            foreach (var patch in component.Patches)
                yield return (PatchRef(component, patch), "PATCH_FOR", Ref(component.Id));
        }

        foreach (var tool in bill.Tools)
            yield return (Ref(tool.Id), "BUILD_TOOL_OF", Ref(bill.Image.Id));
    }

    private static string Relation(ComponentKind from, ComponentKind to) => (from, to) switch
    {
        (_, ComponentKind.Origin) => "GENERATED_FROM",
        (ComponentKind.Image, _) => "STATIC_LINK",
        _ => "DEPENDS_ON",
    };

    private static string? Comment(Component component) => component.Facts.IsEmpty ? null : string.Join('\n', component.Facts.Select(static f => $"{f.Name}={f.Value}"));

    private static bool HasOwnLicense(Component component) => !string.IsNullOrWhiteSpace(component.License) && LicenseExpression.Known(component.License) is null;

    private static string OwnLicense(Component component) => $"LicenseRef-{component.Id}";

    private static string Ref(string id) => $"SPDXRef-{id}";

    private static string PatchRef(Component origin, Patch patch) => $"SPDXRef-{LibraryFacts.Identifier("patch", $"{origin.Id}-{patch.Name}")}";
}
