using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Reads the public items of a project into the model of the engine. All items come in one list; metadata <see cref="TypeName" /> says of which type each is.
/// </summary>
public sealed class ProjectItems
{
    /// <summary>The metadata that holds the item type.</summary>
    public const string TypeName = "UkItemType";

    private readonly string projectFile;
    private readonly string projectFolder;
    private readonly ILookup<string, ITaskItem> items;
    private readonly Lazy<ProjectXml> xml;

    /// <summary>Creates a reader of items.</summary>
    /// <param name="projectFile">The project file, absolute; relative paths start at its folder.</param>
    /// <param name="items">The items of all types.</param>
    public ProjectItems(string projectFile, IEnumerable<ITaskItem> items)
    {
        this.projectFile = projectFile;
        projectFolder = Path.GetDirectoryName(projectFile)!;
        this.items = items.ToLookup(static i => i.GetMetadata(TypeName));
        xml = new(() => ProjectXml.Load(projectFile));
    }

    /// <summary>Reads what the project itself is made of.</summary>
    /// <param name="identity">Kind, name, version and the like; its lists are filled in.</param>
    /// <param name="flags">The flags of the properties <c>UkCompileFlags</c> and <c>UkPublicCompileFlags</c>.</param>
    public Microlibrary Read(Microlibrary identity, IEnumerable<CompileFlag> flags) => identity with
    {
        Sources = [.. items["Source"].Select(Source)],
        Includes = [.. items["Include"].Select(Include)],
        Headers = [.. items["Header"].Select(i => Absolute(i.ItemSpec))],
        Flags = [.. flags],
        Options = [.. items["Option"].Select(Option)],
        Selects = [.. items["Select"].Select(Reference)],
        Implies = [.. items["Imply"].Select(Reference)],
        Origins = [.. Origins],
        Patches = [.. items["Patch"].Select(i => new PatchFile(Absolute(i.ItemSpec), Meta(i, "Origin") ?? ""))],
        Syscalls = [.. items["Syscall"].Select(static i => i.ItemSpec)],
        Exports = [.. items["Export"].Select(static i => i.ItemSpec)],
    };

    /// <summary>Gets the origins of third-party sources.</summary>
    public IEnumerable<Origin> Origins => items["Origin"].Select(Origin);

    /// <summary>Gets the requested configuration values, each with its line in the project file.</summary>
    public ImmutableArray<ConfigRequest> Requests => [.. items["Config"].Select(Request)];

    /// <summary>Splits a property of compiler flags as a shell does.</summary>
    public static IEnumerable<CompileFlag> Flags(string property, bool isPublic) =>
        ItemParsers.Flags(property).Select(flag => new CompileFlag(flag) { Public = isPublic });

    private SourceFile Source(ITaskItem item)
    {
        var origin = Meta(item, "Origin");
        return new SourceFile(PathOf(item, origin))
        {
            Origin = origin,
            Variants = ItemParsers.List(item.GetMetadata("Variant")),
            Flags = ItemParsers.Flags(item.GetMetadata("Flags")),
            Includes = [.. ItemParsers.List(item.GetMetadata("Includes")).Select(path => origin is null ? Absolute(path) : path)],
            Config = Meta(item, "Config"),
        };
    }

    private IncludeFolder Include(ITaskItem item)
    {
        var origin = Meta(item, "Origin");
        return new IncludeFolder(PathOf(item, origin)) { Origin = origin, Private = IsTrue(item, "Private"), System = IsTrue(item, "System") };
    }

    private Option Option(ITaskItem item) => new(Symbol(item.ItemSpec), Parse(ItemParsers.OptionType(item.GetMetadata("Type")), "UkOption", item))
    {
        Default = Meta(item, "Default"),
        Prompt = Meta(item, "Prompt"),
        Help = Meta(item, "Help"),
        DependsOn = Meta(item, "DependsOn"),
    };

    private ConfigRequest Request(ITaskItem item) => new(Symbol(item.ItemSpec), item.GetMetadata("Value"))
    {
        File = projectFile,
        Line = xml.Value.LineOf("UkConfig", item.ItemSpec),
    };

    private Origin Origin(ITaskItem item) => new(item.ItemSpec, item.GetMetadata("Version"))
    {
        License = Meta(item, "License"),
        Root = Meta(item, "Root"),
        Candidates = Parse(ItemParsers.Candidates(item.GetMetadata("Candidates")), "UkOrigin", item),
    };

    private static SymbolReference Reference(ITaskItem item) => new(Symbol(item.ItemSpec), Meta(item, "If"));

    private T Parse<T>(Result<T> result, string type, ITaskItem item) => result.Succeeded
        ? result.Value!
        : throw new CodedException(result.Diagnostics.First().At(projectFile, xml.Value.LineOf(type, item.ItemSpec)));

    private string PathOf(ITaskItem item, string? origin) => origin is null ? Absolute(item.ItemSpec) : item.ItemSpec.Replace('\\', '/');

    // The current directory of a build is anybody's; every path starts at the project.
    private string Absolute(string path) => Path.GetFullPath(path.Replace('\\', '/'), projectFolder);

    private static string Symbol(string name) => ConfigCondition.StripPrefix(name);

    private static string? Meta(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } value ? value : null;

    private static bool IsTrue(ITaskItem item, string name) => item.GetMetadata(name).Equals("true", StringComparison.OrdinalIgnoreCase);
}
