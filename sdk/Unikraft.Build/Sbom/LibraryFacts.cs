using System.Collections.Immutable;
using System.Security.Cryptography;
using NuGet.Packaging;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Sbom;

/// <summary>Finds out what a folder with a <c>Makefile.uk</c> is: a package, a project's generated folder, or a tree made by hand.</summary>
internal static class LibraryFacts
{
    /// <summary>Describes the microlibrary of a folder.</summary>
    /// <param name="name">What the project calls it.</param>
    /// <param name="version">The version the project knows; null for none.</param>
    /// <param name="root">The folder.</param>
    public static Result<(Component Component, ComponentFile? File)> Read(string name, string? version, string root)
    {
        var read = ComponentFile.Read(root);
        if (!read.Succeeded)
            return Result.Failed<(Component, ComponentFile?)>(read.Diagnostics);
        var file = read.Value;
        var component = new Component(ComponentKind.Microlibrary, Identifier("library", name), name, version ?? file?.Version) { License = file?.License, Description = file?.Description };
        return Result.Of((FromPackage(component, Path.GetDirectoryName(root)!), file));
    }

    /// <summary>Describes the origin of a library; null without one.</summary>
    public static Component? Origin(ComponentFile? file, string root)
    {
        if (file?.Origin is not { } origin)
            return null;
        return new Component(ComponentKind.Origin, Identifier("origin", $"{origin.Name}-{origin.Version}"), origin.Name, origin.Version)
        {
            License = origin.License,
            FileName = origin.File,
            Sha256 = origin.Sha256,
            Address = origin.Address,
            Purl = PackageUrl(origin),
            Patches = Patches(Path.Combine(root, ProjectGenerator.PatchFolder)),
        };
    }

    /// <summary>Qualifiers of a package URL stand in the order of the alphabet (package-url specification).</summary>
    private static string PackageUrl(OriginFacts origin)
    {
        if (origin.Debian?.Split('/') is [var package, var version])
            return $"pkg:deb/debian/{Uri.EscapeDataString(package)}@{Uri.EscapeDataString(version)}?arch=source";
        var address = origin.Address is { } known ? $"&download_url={Uri.EscapeDataString(known)}" : "";
        return $"pkg:generic/{Uri.EscapeDataString(origin.Name)}@{Uri.EscapeDataString(origin.Version)}?checksum=sha256:{origin.Sha256}{address}";
    }

    /// <summary>An id of letters, digits, <c>.</c> and <c>-</c>, which both formats take.</summary>
    public static string Identifier(string kind, string name) => $"{kind}-{string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-'))}";

    public static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>NuGet leaves the manifest and the hash of a package beside its folders; what they say is what was restored.</summary>
    private static Component FromPackage(Component component, string folder)
    {
        if (!File.Exists(Path.Combine(folder, ".nupkg.metadata")) || Directory.EnumerateFiles(folder, "*.nuspec").FirstOrDefault() is not { } manifest)
            return component;
        var nuspec = new NuspecReader(manifest);
        var (id, version) = (nuspec.GetId(), nuspec.GetVersion().ToNormalizedString());
        var hash = Directory.EnumerateFiles(folder, "*.nupkg.sha512").FirstOrDefault();
        return component with
        {
            Name = id,
            Version = version,
            License = component.License ?? nuspec.GetLicenseMetadata()?.LicenseExpression?.ToString(),
            Description = component.Description ?? nuspec.GetDescription(),
            FileName = $"{id.ToLowerInvariant()}.{version.ToLowerInvariant()}.nupkg",
            Sha512 = hash is null ? null : Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(hash).Trim())),
            Purl = $"pkg:nuget/{id}@{version}",
        };
    }

    /// <summary>Make applies every file of the folder, in the order of names.</summary>
    private static ImmutableArray<Patch> Patches(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var files = Directory.EnumerateFiles(folder, "*.patch").OrderBy(static f => Path.GetFileName(f), StringComparer.Ordinal);
#pragma warning disable CA5350 // SPDX 2.3, 8.4: a SHA-1 of every file is mandatory. The SHA-256 stands beside it.
        return [.. files.Select(static f => new Patch(Path.GetFileName(f), Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(f))), Sha256(f)))];
#pragma warning restore CA5350
    }
}
