using System.Text.Json.Nodes;

namespace Unikraft.Build.Sbom;

/// <summary>Writes a bill of materials as CycloneDX 1.6 in JSON (ECMA-424).</summary>
public static class CycloneDxWriter
{
    /// <summary>Writes it.</summary>
    public static string Write(BillOfMaterials bill)
    {
        var body = Body(bill);
        // The serial number belongs to the content: the same image has the same bill.
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{SbomJson.UuidOf(SbomJson.Write(body))}",
            ["version"] = 1,
        };
        foreach (var (name, value) in body.ToList())
            document.Add(name, value!.DeepClone());
        return SbomJson.Write(document);
    }

    private static JsonObject Body(BillOfMaterials bill) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["timestamp"] = SbomJson.Time(bill.Created),
            ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
            ["tools"] = new JsonObject { ["components"] = SbomJson.Array(bill.Tools, tool => Describe(tool, bill)) },
            ["component"] = Describe(bill.Image, bill),
        },
        ["components"] = SbomJson.Array(bill.Components.Where(static c => c.PartOf is null), component => Describe(component, bill)),
        ["dependencies"] = SbomJson.Array([bill.Image, .. bill.Components], Dependency),
    };

    private static JsonObject Describe(Component component, BillOfMaterials bill) => new JsonObject { ["type"] = component.Kind is ComponentKind.Image or ComponentKind.Tool ? "application" : "library", ["bom-ref"] = component.Id }
        .With("name", component.Name)
        .With("version", component.Version)
        .With("description", component.Description)
        .With("hashes", Hashes(component))
        .With("licenses", Licenses(component))
        .With("purl", component.Purl)
        .With("pedigree", Pedigree(component))
        .With("externalReferences", Distribution(component))
        .With("components", SbomJson.Array(bill.Components.Where(c => c.PartOf == component.Id), part => Describe(part, bill)))
        .With("properties", SbomJson.Array(Facts(component), static fact => new JsonObject { ["name"] = fact.Name, ["value"] = fact.Value }));

    private static JsonArray Hashes(Component component) => new([
        .. component.Sha256 is { } sha256 ? [new JsonObject { ["alg"] = "SHA-256", ["content"] = sha256 }] : Array.Empty<JsonNode>(),
        .. component.Sha512 is { } sha512 ? [new JsonObject { ["alg"] = "SHA-512", ["content"] = sha512 }] : Array.Empty<JsonNode>(),
    ]);

    /// <summary>One licence of the SPDX list has an id, several are an expression, anything else is a name.</summary>
    private static JsonArray Licenses(Component component) => (LicenseExpression.Known(component.License), component.License) switch
    {
        (null, null or "") => [],
        (null, var name) => [new JsonObject { ["license"] = new JsonObject { ["name"] = name } }],
        ({ } known, _) when LicenseExpression.IsSingle(known) => [new JsonObject { ["license"] = new JsonObject { ["id"] = known } }],
        ({ } known, _) => [new JsonObject { ["expression"] = known }],
    };

    private static JsonObject? Pedigree(Component component) => component.Patches.IsEmpty
        ? null
        : new JsonObject
        {
            ["patches"] = SbomJson.Array(component.Patches, static patch => new JsonObject
            {
                ["type"] = "unofficial",
                ["diff"] = new JsonObject { ["url"] = $"patches/{Uri.EscapeDataString(patch.Name)}" },
            }),
        };

    private static JsonArray Distribution(Component component) => component.Address is { } address
        ? [new JsonObject { ["type"] = "distribution", ["url"] = address }]
        : [];

    private static IEnumerable<(string Name, string Value)> Facts(Component component) =>
    [
        .. component.FileName is { } file ? [("unikraft:file", file)] : Array.Empty<(string, string)>(),
        .. component.Facts,
        .. component.Patches.Select(static patch => ("unikraft:patch", $"{patch.Name} sha256:{patch.Sha256}")),
    ];

    private static JsonObject Dependency(Component component) => new JsonObject { ["ref"] = component.Id }
        .With("dependsOn", SbomJson.Array(component.Needs, static need => need));
}
