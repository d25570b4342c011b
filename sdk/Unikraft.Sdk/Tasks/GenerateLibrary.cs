using Microsoft.Build.Framework;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Writes the generated files of a microlibrary into a folder. As a package the folder is complete; otherwise sources stay where they are.
/// </summary>
public sealed class GenerateLibrary : ProjectTask
{
    /// <summary>Gets or sets the folder to write to, absolute.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Gets or sets whether the folder becomes the content of a package.</summary>
    public bool Package { get; set; }

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (ReadProject(UnitKind.Library) is not { } library || await FindOriginAsync(library).ConfigureAwait(false) is not { Succeeded: true } origin)
            return;
        var folder = Path.GetFullPath(Folder);
        var tree = Unwrap(Package ? ProjectGenerator.ForPackage(library, origin.Value) : ProjectGenerator.ForLibrary(library, folder, origin.Value));
        if (tree is null)
            return;
        if (Package)
            RemoveStale(folder, tree);
        Report(tree.WriteTo(folder).Diagnostics);
    }

    // Everything in the folder is packed, so a file of an earlier run must not stay.
    internal static void RemoveStale(string folder, GeneratedTree tree)
    {
        if (!Directory.Exists(folder))
            return;
        var wanted = tree.RelativePaths.Select(path => Path.Combine(folder, path)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(file)).ToList())
            File.Delete(file);
    }
}
