using System.Text.Json;
using Unikraft.Sdk.Tests.Harness;
using Unikraft.Sdk.Tests.Sbom;

namespace Unikraft.Sdk.Tests;

/// <summary>What goes into an image and a package is known, and the same input gives the same bytes.</summary>
public sealed class SupplyChainSpecs
{
    [Fact]
    public async Task Two_clones_in_different_folders_give_the_same_package_image_and_bills_of_materials()
    {
        var (first, second) = (await BuildAsync("clone"), await BuildAsync("a-clone-with-a-longer-name"));
        foreach (var file in new[] { "", ".dbg", ".cdx.json", ".spdx.json" })
            Assert.True(File.ReadAllBytes(first.Application.Image + file).AsSpan().SequenceEqual(File.ReadAllBytes(second.Application.Image + file)), $"the image's {file} differs");
        Assert.Equal(Port.Sha256(first.Library.PathOf("out/ported.2.0.1.nupkg")), Port.Sha256(second.Library.PathOf("out/ported.2.0.1.nupkg")));
        CheckCycloneDx(first);
        CheckSpdx(first);
    }

    [Fact]
    public async Task A_library_has_no_bill_of_materials()
    {
        var library = (await PackedSdk.GetAsync()).Project("plain").Body("<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>").Write("plain.c", "int plain;\n");
        (await library.Run("build", "-t:UkSbom")).Failed("UK3040", "'plain' is a microlibrary");
    }

    private static async Task<Port> BuildAsync(string folder)
    {
        var port = await Port.CreateAsync(folder);
        (await port.Application.RunWith(port.Environment, "build", "-t:Build;UkSbom")).Succeeded().HasNoWarning();
        (await port.Library.RunWith(port.Environment, "pack", "-o", "out")).Succeeded().HasNoWarning();
        return port;
    }

    private static void CheckCycloneDx(Port port)
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(port.Application.Image + ".cdx.json"));
        Assert.Empty(new CycloneDxRules(bill).Check());
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToDictionary(c => c.GetProperty("bom-ref").GetString()!);
        Assert.Equal(Port.Sha256(port.Application.Image), bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("hashes")[0].GetProperty("content").GetString());
        var all = bill.RootElement.GetProperty("components").GetRawText();
        foreach (var fact in new[] { "origin-ported-1", Port.Sha256(port.Library.PathOf("ported-1.tar.gz")), Port.Sha256(port.Library.PathOf("patches/0001-value.patch")), "MIT AND BSD-3-Clause", "2.0.1", "unikraft:sources-sha256" })
            Assert.Contains(fact, all, StringComparison.Ordinal);
        Assert.Equal("0.1.0", components["core"].GetProperty("version").GetString());
        Assert.Equal(128, components["core"].GetProperty("hashes")[0].GetProperty("content").GetString()!.Length);
        Assert.Contains(components["core"].GetProperty("components").EnumerateArray(), c => c.GetProperty("name").GetString() == "libukalloc");
        var tools = bill.RootElement.GetProperty("metadata").GetProperty("tools").GetProperty("components").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("version").GetString());
        Assert.Equal([".NET SDK", "Unikraft.Sdk", "binutils", "gcc", "make"], tools.Keys.Order(StringComparer.Ordinal));
        Assert.All(tools.Values, version => Assert.Matches(@"^\d+\.\d+", version!));
    }

    private static void CheckSpdx(Port port)
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(port.Application.Image + ".spdx.json"));
        Assert.Empty(new SpdxRules(bill).Check());
        var relations = bill.RootElement.GetProperty("relationships").EnumerateArray()
            .Select(r => $"{r.GetProperty("spdxElementId").GetString()} {r.GetProperty("relationshipType").GetString()} {r.GetProperty("relatedSpdxElement").GetString()}")
            .ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "SPDXRef-DOCUMENT DESCRIBES SPDXRef-image",
                "SPDXRef-image STATIC_LINK SPDXRef-library-ported",
                "SPDXRef-library-ported GENERATED_FROM SPDXRef-origin-ported-1",
                "SPDXRef-patch-origin-ported-1-0001-value.patch PATCH_FOR SPDXRef-origin-ported-1",
                "SPDXRef-core CONTAINS SPDXRef-core-libukalloc",
                "SPDXRef-tool-gcc BUILD_TOOL_OF SPDXRef-image",
            },
            relations);
    }
}
