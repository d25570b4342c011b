using Microsoft.Build.Framework;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

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

    /// <summary>Gets or sets the archives of the project's origins, as <see cref="ObtainOrigins" /> found them.</summary>
    public ITaskItem[] Archives { get; set; } = [];

    /// <summary>Gets the files of the folder, written now or before.</summary>
    [Output]
    public ITaskItem[] Written { get; private set; } = [];

    /// <summary>Gets the Kconfig symbol of the library.</summary>
    [Output]
    public string RegisteredSymbol { get; private set; } = "";

    /// <inheritdoc />
    protected override Task RunAsync()
    {
        if (ReadProject(UnitKind.Library) is { } library)
            Generate(library);
        return Task.CompletedTask;
    }

    private void Generate(Microlibrary library)
    {
        var archive = OriginItems.Find(library, Archives);
        var folder = Path.GetFullPath(Folder);
        RegisteredSymbol = library.Symbol;
        var tree = Unwrap(Package ? ProjectGenerator.ForPackage(library, archive) : ProjectGenerator.ForLibrary(library, folder, archive));
        if (tree is null)
            return;
        if (Package && Directory.Exists(folder))
            RemoveStale(folder, tree);
        Report(tree.WriteTo(folder).Diagnostics);
        Written = [.. tree.RelativePaths.Select(path => new TaskItem(Path.Combine(folder, path)))];
    }

    // Everything in the folder is packed, so a file of an earlier run must not stay.
    private static void RemoveStale(string folder, GeneratedTree tree)
    {
        var wanted = tree.RelativePaths.Select(path => Path.Combine(folder, path)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(file)).ToList())
            File.Delete(file);
    }
}
