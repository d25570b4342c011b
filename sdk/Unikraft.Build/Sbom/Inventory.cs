using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Images;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Sbom;

/// <summary>Collects the bill of materials of a built image.</summary>
/// <param name="application">The application; its image must have been built.</param>
/// <param name="size">What the linker put into the image.</param>
/// <param name="graph">Which library needs which.</param>
/// <param name="configuration">The configuration of the image.</param>
public sealed class Inventory(Application application, ImageSize size, LibraryGraph graph, Configuration configuration)
{
    private const string ImageId = "image";
    private const string CoreId = "core";

    private readonly List<Component> found = [];
    private readonly List<Diagnostic> diagnostics = [];
    private readonly Dictionary<string, string> idByLibrary = new(StringComparer.Ordinal);

    /// <summary>Gets the name of the core package; the folder's when it is none.</summary>
    public string CoreName { get; init; } = Path.GetFileName(application.CoreRoot);

    /// <summary>Gets the folder of the project that a library's folder was generated from, for libraries that are no packages.</summary>
    public ImmutableDictionary<string, string> ProjectFolders { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the files the image was made from, absolute (<see cref="TrackedInputs" />).</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Gets the programs that made the image.</summary>
    public ImmutableArray<Component> Tools { get; init; } = [];

    /// <summary>Gets the part of the compiler that is linked into images; null when unknown.</summary>
    public Component? Runtime { get; init; }

    /// <summary>Collects the bill (UK2030 when the facts of a library cannot be read).</summary>
    /// <param name="created">The time the bill carries.</param>
    public Result<BillOfMaterials> Collect(DateTimeOffset created)
    {
        AddCore();
        foreach (var library in application.Libraries)
            AddLibrary(library);
        AddLinked();
        var image = Image();
        var components = found.DistinctBy(static c => c.Id).Select(c => c with { Needs = [.. c.Needs.Concat(NeededBy(c.Id)).Distinct().Order(StringComparer.Ordinal)] });
        return new Result<BillOfMaterials>(new BillOfMaterials(image, [.. components], Tools, created), [.. diagnostics]);
    }

    private void AddCore()
    {
        if (Read(CoreName, null, application.CoreRoot) is not { } core)
            return;
        found.Add(core.Component with { Id = CoreId, Version = core.Component.Version ?? CoreVersion.Read(application.CoreRoot).Full, Facts = SourcesOf(core.Component, application.CoreRoot) });
    }

    private void AddLibrary(LibraryReference library)
    {
        if (Read(library.Id, library.Version, library.Root) is not var (component, file))
            return;
        var registered = file?.Library ?? library.Symbol?.ToLowerInvariant() ?? library.Id;
        var origin = LibraryFacts.Origin(file, library.Root);
        idByLibrary.TryAdd(registered, component.Id);
        found.Add(component with
        {
            Needs = origin is null ? [] : [origin.Id],
            Facts = [("unikraft:library", registered), .. SizeOf(registered), .. SourcesOf(component, ProjectFolders.GetValueOrDefault(library.Root, library.Root))],
        });
        if (origin is not null)
            found.Add(origin);
    }

    /// <summary>What the linker found and no package or project is: parts of the core, and the compiler's own library.</summary>
    private void AddLinked()
    {
        var core = found.FirstOrDefault(static c => c.Id == CoreId);
        idByLibrary[application.Self.Name] = ImageId;
        foreach (var library in size.Libraries.Where(l => l.Name != PartOwners.LinkTimeCode && !idByLibrary.ContainsKey(l.Name)).OrderBy(static l => l.Name, StringComparer.Ordinal))
        {
            var component = library.Name == Runtime?.Name
                ? Runtime
                : new Component(ComponentKind.CoreLibrary, LibraryFacts.Identifier("core", library.Name), library.Name, core?.Version) { PartOf = CoreId, License = core?.License };
            idByLibrary[library.Name] = component.Id;
            found.Add(component with { Facts = [.. component.Facts, .. SizeOf(library.Name)] });
        }
    }

    private Component Image()
    {
        var self = ComponentFile.Read(application.GeneratedFolder);
        diagnostics.AddRange(self.Diagnostics);
        if (LibraryFacts.Origin(self.Value, application.GeneratedFolder) is { } origin)
            found.Add(origin);
        return new Component(ComponentKind.Image, ImageId, application.ImageName, self.Value?.Version)
        {
            License = self.Value?.License,
            Description = self.Value?.Description,
            FileName = Path.GetFileName(application.ImageFile),
            Sha256 = LibraryFacts.Sha256(application.ImageFile),
            Needs = [.. found.Where(static c => c.PartOf is null).Select(static c => c.Id).Order(StringComparer.Ordinal)],
            Facts = [.. SizeOf(application.Self.Name), .. Inputs.IsEmpty ? [] : new[] { ("unikraft:inputs-sha256", Digest(Inputs)) }, .. Options()],
        };
    }

    private IEnumerable<string> NeededBy(string id) => graph.Edges
        .Where(edge => idByLibrary.GetValueOrDefault(edge.From) == id && id != ImageId)
        .Select(edge => idByLibrary.GetValueOrDefault(edge.To))
        .OfType<string>()
        .Where(to => to != id);

    private IEnumerable<(string Name, string Value)> SizeOf(string library) => size.Libraries.Where(l => l.Name == library)
        .Select(static l => ("unikraft:bytes-in-image", l.FileBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The hash of a package says what is in it; for a project the files that were read say so.</summary>
    private ImmutableArray<(string Name, string Value)> SourcesOf(Component component, string folder)
    {
        var files = Inputs.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal)).ToList();
        return component.Sha512 is not null || files.Count == 0 ? [] : [("unikraft:sources-sha256", Digest(files))];
    }

    /// <summary>One digest of many files by name and content; no folder is in it, so it is the same wherever the project lies.</summary>
    private static string Digest(IEnumerable<string> files)
    {
        var lines = files.Select(static f => $"{LibraryFacts.Sha256(f)}  {Path.GetFileName(f)}\n").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private IEnumerable<(string Name, string Value)> Options() => configuration.DotConfig().Split('\n')
        .Where(static line => line.StartsWith("CONFIG_", StringComparison.Ordinal))
        .Select(static line => line.Split('=', 2))
        .Where(static parts => parts.Length == 2)
        .Select(static parts => ($"unikraft:{parts[0]}", parts[1]));

    private (Component Component, ComponentFile? File)? Read(string name, string? version, string root)
    {
        var result = LibraryFacts.Read(name, version, root);
        diagnostics.AddRange(result.Diagnostics);
        return result.Succeeded ? result.Value : null;
    }
}
