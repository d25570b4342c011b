using System.Text;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Warns of names the SDK does not know, and writes the arguments file: everything a build depends on that is not the time of a file. The file
/// changes only with its content, so the targets after it see a removed source or a changed flag as a newer input.
/// </summary>
public sealed class CheckProject : UkTask
{
    /// <summary>Gets or sets further files to look for unknown properties in, such as Directory.Build.props.</summary>
    public ITaskItem[] OtherFiles { get; set; } = [];

    /// <summary>Gets or sets whether to warn; off where another evaluation of the same project has done so.</summary>
    public bool CheckNames { get; set; } = true;

    /// <summary>Gets or sets the items of the project.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Gets or sets the properties a build depends on, each as <c>name=value</c>.</summary>
    public string[] Properties { get; set; } = [];

    /// <summary>Gets or sets whether the build depends on the compiler of this machine.</summary>
    public bool Compiles { get; set; }

    /// <summary>Gets or sets the arguments file, absolute; none is written when empty.</summary>
    public string ArgumentsFile { get; set; } = "";

    /// <summary>Gets or sets the name of a library project; the symbol is computed when it is given.</summary>
    public string Library { get; set; } = "";

    /// <summary>Gets or sets the property UkLibraryName.</summary>
    public string LibraryName { get; set; } = "";

    /// <summary>Gets or sets the property UkSymbol, and gets the symbol of the library.</summary>
    [Output]
    public string Symbol { get; set; } = "";

    /// <inheritdoc />
    protected override Task RunAsync()
    {
        if (Library.Length > 0 && Unwrap(Names.Registered(UnitKind.Library, Library, LibraryName)) is { } registered)
            Symbol = Names.Symbol(UnitKind.Library, registered, Symbol);
        if (CheckNames)
            Report(UnknownNames());
        if (ArgumentsFile.Length > 0)
            Report(GeneratedFiles.WriteIfChanged(ArgumentsFile, Describe()).Diagnostics);
        return Task.CompletedTask;
    }

    private IEnumerable<Diagnostic> UnknownNames() => OtherFiles
        .Select(static i => i.GetMetadata("FullPath"))
        .Where(File.Exists)
        .Prepend(ProjectFile)
        .SelectMany(static file => ProjectXml.Load(file).UnknownNames())
        .Concat(UnknownGlobalProperties());

    private IEnumerable<Diagnostic> UnknownGlobalProperties() => BuildEngine is IBuildEngine6 engine
        ? engine.GetGlobalProperties().Keys
            .Where(static name => ProjectXml.IsOurs(name) && !PublicNames.Properties.Contains(name))
            .Select(ProjectXml.UnknownProperty)
        : [];

    private string Describe()
    {
        var text = new StringBuilder();
        foreach (var property in Properties)
            text.Append(property).Append('\n');
        if (Compiles)
            text.Append(Toolchain.Describe());
        foreach (var item in Items)
        {
            text.Append(item.ItemSpec);
            // CloneCustomMetadata holds what the project said; names in a fixed order, whatever order the evaluation kept.
            var metadata = item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.Ordinal);
            foreach (var name in metadata)
                text.Append('|').Append(name).Append('=').Append(item.GetMetadata(name));
            text.Append('\n');
        }

        text.Append(PackageContents.Describe(Items.Select(static i => i.GetMetadata("Root")).Where(static root => root.Length > 0)));
        return text.ToString();
    }
}
