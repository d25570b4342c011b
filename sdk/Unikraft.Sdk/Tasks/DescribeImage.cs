using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Images;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;
using Unikraft.Build.Sbom;

namespace Unikraft.Sdk.Tasks;

/// <summary>Writes what is in an image: the graph of its microlibraries, and its bill of materials.</summary>
public sealed class DescribeImage : ApplicationTask
{
    /// <summary>Gets or sets the file that takes the graph for Mermaid; empty for none.</summary>
    public string MermaidFile { get; set; } = "";

    /// <summary>Gets or sets the file that takes the graph for Graphviz; empty for none.</summary>
    public string DotFile { get; set; } = "";

    /// <summary>Gets or sets the file that takes the bill of materials as CycloneDX; empty for none.</summary>
    public string CycloneDxFile { get; set; } = "";

    /// <summary>Gets or sets the file that takes the bill of materials as SPDX; empty for none.</summary>
    public string SpdxFile { get; set; } = "";

    /// <summary>Gets or sets the list of all files the build has read.</summary>
    public string TrackingFile { get; set; } = "";

    /// <summary>Gets or sets the version of the SDK.</summary>
    public string SdkVersion { get; set; } = "";

    /// <summary>Gets or sets the version of the .NET SDK.</summary>
    public string DotnetVersion { get; set; } = "";

    /// <summary>Gets or sets SOURCE_DATE_EPOCH.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>Gets or sets the time packages carry.</summary>
    public string Timestamp { get; set; } = "";

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (Describe() is not { } application || Unwrap(ImageSize.Measure(application.ImageFile, $"{application.ImageFile}.map")) is not { } size || ReadConfiguration(application) is not { } configuration)
            return;
        var graph = LibraryGraph.Of(size, configuration, application.Self.Name);
        Write(MermaidFile, graph.ToMermaid);
        Write(DotFile, graph.ToDot);
        if (CycloneDxFile.Length + SpdxFile.Length == 0)
            return;
        var inventory = new Inventory(application, size, graph, configuration)
        {
            CoreName = CoreItem?.ItemSpec ?? Path.GetFileName(application.CoreRoot),
            ProjectFolders = ProjectFolders(),
            Inputs = TrackedInputs.Read(TrackingFile),
            Tools = [.. OwnTools(), .. await BuildTools.FindAsync(Cancelled).ConfigureAwait(false)],
            Runtime = await BuildTools.FindRuntimeAsync(Cancelled).ConfigureAwait(false),
        };
        if (Unwrap(inventory.Collect(SourceDate.Read(SourceDateEpoch, Timestamp))) is not { } bill)
            return;
        Write(CycloneDxFile, () => CycloneDxWriter.Write(bill));
        Write(SpdxFile, () => SpdxWriter.Write(bill));
    }

    /// <summary>Reads the configuration the image was built with; null when an error was reported. Its warnings were those of the build.</summary>
    private Configuration? ReadConfiguration(Application application)
    {
        var resolved = Configurator.Resolve(application with { Defconfig = application.ConfigFile }, AllowShell);
        Report(resolved.Diagnostics.Where(static d => d.Severity == Severity.Error));
        return resolved.Value;
    }

    private ITaskItem? CoreItem => CoreRoot.Length > 0 ? null : Libraries.FirstOrDefault(static l => l.GetMetadata("Kind").Equals("Core", StringComparison.OrdinalIgnoreCase));

    private ImmutableDictionary<string, string> ProjectFolders() => Libraries
        .Where(static item => item.GetMetadata("MSBuildSourceProjectFile").Length > 0)
        .DistinctBy(item => RootOf(item))
        .ToImmutableDictionary(RootOf, static item => Path.GetDirectoryName(item.GetMetadata("MSBuildSourceProjectFile"))!, StringComparer.Ordinal);

    private string RootOf(ITaskItem item) => Folders.Absolute(item.GetMetadata("Root"), ProjectFile);

    private IEnumerable<Component> OwnTools()
    {
        yield return new Component(ComponentKind.Tool, "tool-unikraft-sdk", SpdxWriter.SdkName, SdkVersion) { License = "BSD-3-Clause", Purl = $"pkg:nuget/{SpdxWriter.SdkName}@{SdkVersion}" };
        yield return new Component(ComponentKind.Tool, "tool-dotnet-sdk", ".NET SDK", DotnetVersion) { License = "MIT" };
    }

    private void Write(string file, Func<string> text)
    {
        if (file.Length == 0)
            return;
        Report(GeneratedFiles.WriteIfChanged(file, text()).Diagnostics);
        Log.LogMessage(MessageImportance.High, "{0} -> {1}", Name, file);
    }
}
