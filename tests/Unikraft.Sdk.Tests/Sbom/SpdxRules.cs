using System.Text.Json;

namespace Unikraft.Sdk.Tests.Sbom;

/// <summary>The rules of SPDX 2.3 for the part of it that we write: members, values, references.</summary>
internal sealed class SpdxRules(JsonDocument document) : Rules(document)
{
    private const string Id = "SPDXRef-[A-Za-z0-9.-]+";

    private const string License = @"NOASSERTION|[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*";

    private readonly List<string> ids = ["SPDXRef-DOCUMENT"];

    protected override void CheckRoot(JsonElement root)
    {
        Members(root, "document", ["spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "relationships"], "files", "hasExtractedLicensingInfos");
        Match(root, "spdxVersion", "document", "SPDX-2\\.3");
        Match(root, "dataLicense", "document", "CC0-1\\.0");
        Match(root, "SPDXID", "document", "SPDXRef-DOCUMENT");
        // 6.5: an absolute URI without a fragment.
        Require(Uri.TryCreate(Text(root, "documentNamespace"), UriKind.Absolute, out var name) && name.Fragment.Length == 0, "documentNamespace");
        var creation = root.GetProperty("creationInfo");
        Members(creation, "creationInfo", ["created", "creators"]);
        Time(creation, "created", "creationInfo");
        Require(Items(creation, "creators").Any() && Items(creation, "creators").All(static c => c.GetString()!.StartsWith("Tool: ", StringComparison.Ordinal)), "creators");
        foreach (var package in Items(root, "packages"))
            Package(package);
        foreach (var file in Items(root, "files"))
            PatchFile(file);
        Unique(ids, "SPDXID");
        Relationships(root);
        Licenses(root);
    }

    private void Package(JsonElement package)
    {
        var place = $"package {Text(package, "name")}";
        Members(
            package,
            place,
            ["SPDXID", "name", "downloadLocation", "filesAnalyzed", "licenseConcluded", "licenseDeclared", "copyrightText", "primaryPackagePurpose"],
            "versionInfo",
            "packageFileName",
            "checksums",
            "description",
            "comment",
            "externalRefs");
        Identify(package, place);
        Require(Text(package, "downloadLocation") == "NOASSERTION" || Uri.IsWellFormedUriString(Text(package, "downloadLocation"), UriKind.Absolute), $"{place}: downloadLocation");
        Require(!package.GetProperty("filesAnalyzed").GetBoolean(), $"{place}: filesAnalyzed demands a verification code");
        Match(package, "licenseConcluded", place, License);
        Match(package, "licenseDeclared", place, License);
        Match(package, "primaryPackagePurpose", place, "APPLICATION|LIBRARY|SOURCE");
        Checksums(package, place);
        foreach (var reference in Items(package, "externalRefs"))
        {
            Members(reference, place, ["referenceCategory", "referenceType", "referenceLocator"]);
            Match(reference, "referenceCategory", place, "PACKAGE-MANAGER");
            Match(reference, "referenceType", place, "purl");
            Purl(Text(reference, "referenceLocator"), place);
        }
    }

    private void PatchFile(JsonElement file)
    {
        var place = $"file {Text(file, "fileName")}";
        Members(file, place, ["SPDXID", "fileName", "fileTypes", "checksums", "licenseConcluded", "copyrightText"]);
        Identify(file, place);
        Match(file, "fileName", place, @"\./.+");
        Checksums(file, place);
        Require(Items(file, "checksums").Any(static c => Text(c, "algorithm") == "SHA1"), $"{place}: a file needs a SHA-1");
    }

    private void Identify(JsonElement element, string place)
    {
        Match(element, "SPDXID", place, Id);
        ids.Add(Text(element, "SPDXID"));
    }

    private void Checksums(JsonElement element, string place)
    {
        foreach (var checksum in Items(element, "checksums"))
        {
            Members(checksum, place, ["algorithm", "checksumValue"]);
            Hash(Text(checksum, "algorithm"), Text(checksum, "checksumValue"), place);
        }
    }

    private void Relationships(JsonElement root)
    {
        var all = Items(root, "relationships").ToList();
        foreach (var relationship in all)
        {
            Members(relationship, "relationship", ["spdxElementId", "relationshipType", "relatedSpdxElement"]);
            Match(relationship, "relationshipType", "relationship", "DESCRIBES|CONTAINS|STATIC_LINK|DEPENDS_ON|GENERATED_FROM|PATCH_FOR|BUILD_TOOL_OF");
            foreach (var end in new[] { "spdxElementId", "relatedSpdxElement" })
                Require(ids.Contains(Text(relationship, end)), $"relationship: nothing is called '{Text(relationship, end)}'");
        }

        Require(all.Count(static r => Text(r, "relationshipType") == "DESCRIBES") == 1, "the document describes one image");
        var related = all.SelectMany(static r => new[] { Text(r, "spdxElementId"), Text(r, "relatedSpdxElement") }).ToHashSet(StringComparer.Ordinal);
        foreach (var id in ids.Where(id => !related.Contains(id)))
            Require(false, $"'{id}' has no relationship");
    }

    private void Licenses(JsonElement root)
    {
        var own = Items(root, "hasExtractedLicensingInfos").Select(static l => Text(l, "licenseId")).ToList();
        foreach (var license in Items(root, "packages").Select(static p => Text(p, "licenseDeclared")).Where(static l => l.StartsWith("LicenseRef-", StringComparison.Ordinal)))
            Require(own.Contains(license), $"nothing explains the licence '{license}'");
    }
}
