using System.Text;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Trees;

/// <summary>
/// The microlibrary that joins an image when its core is a Unikraft tree: symbols of the embedded core under the names of the tree's version, and
/// the few functions of ours that an application may call.
/// </summary>
public static class TreeLibrary
{
    /// <summary>The symbol that turns it on.</summary>
    public const string Symbol = "LIBUKSDK";

    private const string Prefix = "Trees/Library/";

    /// <summary>Gets the folder the library is written to, of an application's generated files.</summary>
    public static string FolderIn(string generatedFolder) => Path.Combine(generatedFolder, "tree");

    /// <summary>Gets the reference an application takes it in by.</summary>
    public static LibraryReference ReferenceIn(string generatedFolder) => new("Unikraft.Sdk.Tree", FolderIn(generatedFolder)) { Symbol = Symbol };

    /// <summary>Generates its files for a tree.</summary>
    public static GeneratedTree For(CoreTree tree)
    {
        var assembly = typeof(TreeLibrary).Assembly;
        var texts = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new GeneratedFile(name[Prefix.Length..], Text(name)));
        return new GeneratedTree([.. texts, new GeneratedFile("Config.uk", Config(tree.Facts))], []);

        string Text(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>
    /// Each symbol is invisible and selects those that stand for it; what nobody selects stays off. So a package's Config.uk, written for another
    /// version, needs no change.
    /// </summary>
    private static string Config(TreeFacts facts)
    {
        var text = new StringBuilder();
        text.Append("# Written by Unikraft.Sdk: names of other versions, and what this one has in their place.\n");
        text.Append("config ").Append(Symbol).Append("\n\tbool\n").AppendJoin("", facts.Defaults.Select(static n => $"\timply {n}\n"));
        foreach (var (name, names) in facts.Symbols)
            text.Append("\nconfig ").Append(name).Append("\n\tbool\n").AppendJoin("", names.Select(static n => $"\tselect {n}\n"));
        return text.ToString();
    }
}
