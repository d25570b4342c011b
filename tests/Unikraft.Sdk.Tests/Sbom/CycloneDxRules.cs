using System.Text.Json;

namespace Unikraft.Sdk.Tests.Sbom;

/// <summary>The rules of CycloneDX 1.6 (ECMA-424) for the part of it that we write: members, values, references.</summary>
internal sealed class CycloneDxRules(JsonDocument document) : Rules(document)
{
    private readonly List<string> references = [];

    protected override void CheckRoot(JsonElement root)
    {
        Members(root, "bom", ["$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"]);
        Match(root, "$schema", "bom", @"http://cyclonedx\.org/schema/bom-1\.6\.schema\.json");
        Match(root, "bomFormat", "bom", "CycloneDX");
        Match(root, "specVersion", "bom", "1\\.6");
        Match(root, "serialNumber", "bom", "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        Require(root.GetProperty("version").GetInt32() >= 1, "bom: version");
        var metadata = root.GetProperty("metadata");
        Members(metadata, "metadata", ["timestamp", "lifecycles", "tools", "component"]);
        Time(metadata, "timestamp", "metadata");
        foreach (var phase in Items(metadata, "lifecycles"))
            Match(phase, "phase", "lifecycles", "design|pre-build|build|post-build|operations|discovery|decommission");
        foreach (var tool in Items(metadata.GetProperty("tools"), "components"))
            Component(tool);
        Component(metadata.GetProperty("component"));
        foreach (var component in Items(root, "components"))
            Component(component);
        Unique(references, "bom-ref");
        Dependencies(root);
    }

    private void Component(JsonElement component)
    {
        var place = $"component {Text(component, "name")}";
        Members(component, place, ["type", "name", "bom-ref"], "version", "description", "hashes", "licenses", "purl", "pedigree", "externalReferences", "components", "properties");
        Match(component, "type", place, "application|library");
        references.Add(Text(component, "bom-ref"));
        foreach (var hash in Items(component, "hashes"))
            Hash(Text(hash, "alg"), Text(hash, "content"), place);
        Licenses(component, place);
        if (component.TryGetProperty("purl", out var purl))
            Purl(purl.GetString()!, place);
        foreach (var reference in Items(component, "externalReferences"))
        {
            Members(reference, place, ["type", "url"]);
            Match(reference, "type", place, "distribution");
            Require(Uri.IsWellFormedUriString(Text(reference, "url"), UriKind.Absolute), $"{place}: url");
        }

        foreach (var fact in Items(component, "properties"))
            Members(fact, place, ["name", "value"]);
        if (component.TryGetProperty("pedigree", out var pedigree))
            Pedigree(pedigree, place);
        foreach (var part in Items(component, "components"))
            Component(part);
    }

    /// <summary>Either licences by id or name, or exactly one expression.</summary>
    private void Licenses(JsonElement component, string place)
    {
        var choices = Items(component, "licenses").ToList();
        foreach (var choice in choices)
        {
            if (choice.TryGetProperty("expression", out _))
            {
                Members(choice, place, ["expression"]);
                Require(choices.Count == 1, $"{place}: more than one licence beside an expression");
            }
            else
            {
                Members(choice, place, ["license"]);
                var license = choice.GetProperty("license");
                Require(license.TryGetProperty("id", out _) != license.TryGetProperty("name", out _), $"{place}: a licence has either an id or a name");
            }
        }
    }

    private void Pedigree(JsonElement pedigree, string place)
    {
        Members(pedigree, place, ["patches"]);
        foreach (var patch in Items(pedigree, "patches"))
        {
            Members(patch, place, ["type"], "diff");
            Match(patch, "type", place, "unofficial|monkey|backport|cherry-pick");
            Require(Uri.IsWellFormedUriString(Text(patch.GetProperty("diff"), "url"), UriKind.RelativeOrAbsolute), $"{place}: diff");
        }
    }

    private void Dependencies(JsonElement root)
    {
        var listed = Items(root, "dependencies").ToList();
        Unique(listed.Select(static d => Text(d, "ref")), "dependency");
        foreach (var dependency in listed)
        {
            Members(dependency, "dependency", ["ref"], "dependsOn");
            foreach (var id in Items(dependency, "dependsOn").Select(static d => d.GetString()!).Append(Text(dependency, "ref")))
                Require(references.Contains(id), $"dependency: nothing is called '{id}'");
            Unique(Items(dependency, "dependsOn").Select(static d => d.GetString()!), "dependsOn");
        }
    }
}
