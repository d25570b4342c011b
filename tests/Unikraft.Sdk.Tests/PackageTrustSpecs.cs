using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>What NuGet knows about packages reaches the user: audit and signatures.</summary>
public sealed class PackageTrustSpecs
{
    [Fact]
    public async Task A_package_with_a_known_vulnerability_is_a_warning_that_can_be_an_error()
    {
        using var source = new AuditSource("audited");
        var app = await ApplicationAsync("audited", $"<auditSources><add key=\"audit\" value=\"{source.Address}index.json\" allowInsecureConnections=\"true\" /></auditSources>");
        (await app.Run("restore")).Succeeded().Warned("NU1903", "audited", "https://example.org/advisory");
        (await app.Run("restore", "-warnaserror:NU1903")).Failed("NU1903");
    }

    [Fact]
    public async Task A_package_without_a_signature_is_refused_when_signatures_are_required()
    {
        // Packages that are extracted already count as trusted: the SDK is, this one is not.
        var app = await ApplicationAsync("unsigned", "<config><add key=\"signatureValidationMode\" value=\"require\" /></config>");
        (await app.RunWith(new Dictionary<string, string?> { ["DOTNET_NUGET_SIGNATURE_VERIFICATION"] = "true" }, "restore")).Failed("NU3004", "this package is unsigned");
    }

    private static async Task<TestProject> ApplicationAsync(string package, string settings)
    {
        var sdk = await PackedSdk.GetAsync();
        var app = await Samples.ApplicationAsync("trusting");
        (await Samples.Library(app, package).Run("pack", "-o", sdk.Feed)).Succeeded();
        return app
            .Body($"<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /><PackageReference Include=\"{package}\" Version=\"1.0.0\" /></ItemGroup>")
            .Write("nuget.config", $"<configuration>{settings}</configuration>");
    }
}
