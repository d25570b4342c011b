using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Images;

/// <summary>Which microlibraries are in an image, and which of them needs which.</summary>
/// <param name="Image">The name of the image.</param>
/// <param name="Nodes">The microlibraries with code or data in the image, the application first, then by name.</param>
/// <param name="Edges">Who needs whom, by name, sorted.</param>
public sealed record LibraryGraph(string Image, ImmutableArray<LibrarySize> Nodes, ImmutableArray<(string From, string To)> Edges)
{
    /// <summary>
    /// Makes the graph: the nodes are what the linker found, the edges are the <c>select</c> lines of the configuration, also those that lead through a
    /// symbol without a library of its own (<c>HAVE_LIBC</c>).
    /// </summary>
    /// <param name="size">The size of the image.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="application">The name make knows the application by.</param>
    public static LibraryGraph Of(ImageSize size, Configuration configuration, string application)
    {
        var names = size.Libraries.Select(static l => l.Name).Where(static name => name != PartOwners.LinkTimeCode).ToHashSet(StringComparer.Ordinal);
        var bySymbol = names.ToDictionary(name => SymbolOf(name, name == application), StringComparer.Ordinal);
        var edges = new SortedSet<(string From, string To)>();
        foreach (var (symbol, name) in bySymbol)
        {
            if (configuration.Tree.Find(symbol) is { } start)
                edges.UnionWith(Reached(start, configuration, bySymbol).Where(to => to != name).Select(to => (name, to)));
        }

        var nodes = size.Libraries.OrderByDescending(l => l.Name == application).ThenBy(static l => l.Name, StringComparer.Ordinal);
        return new LibraryGraph(size.Image, [.. nodes], [.. edges]);
    }

    /// <summary>Writes the graph for Mermaid, which Markdown viewers draw.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var node in Nodes)
            text.Append(CultureInfo.InvariantCulture, $"  {Id(node.Name)}[\"{node.Name}<br/>{Bytes(node)}\"]\n");
        foreach (var (from, to) in Edges)
            text.Append(CultureInfo.InvariantCulture, $"  {Id(from)} --> {Id(to)}\n");
        return text.ToString();
    }

    /// <summary>Writes the graph for Graphviz.</summary>
    public string ToDot()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Image}\" {{\n  rankdir=LR;\n  node [shape=box];\n");
        foreach (var node in Nodes)
            text.Append(CultureInfo.InvariantCulture, $"  \"{node.Name}\" [label=\"{node.Name}\\n{Bytes(node)}\"];\n");
        foreach (var (from, to) in Edges)
            text.Append(CultureInfo.InvariantCulture, $"  \"{from}\" -> \"{to}\";\n");
        return text.Append("}\n").ToString();
    }

    private static HashSet<string> Reached(Symbol start, Configuration configuration, Dictionary<string, string> libraries)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Symbol>();
        var open = new Stack<Symbol>([start]);
        while (open.TryPop(out var symbol))
        {
            foreach (var next in symbol.Selects.Where(s => Holds(s, configuration)).Select(static s => s.Target).Where(seen.Add))
            {
                if (libraries.TryGetValue(next.Name, out var name))
                    reached.Add(name);
                else
                    open.Push(next);
            }
        }

        return reached;
    }

    private static bool Holds(Selection selection, Configuration configuration) =>
        configuration.IsOn(selection.Target.Name) && (selection.Condition is null || configuration.Evaluator.Truth(selection.Condition) == Tristate.Yes);

    /// <summary>The library of a platform is named after it (<c>libkvmplat</c>), and so is its symbol (<c>PLAT_KVM</c>).</summary>
    private static string SymbolOf(string name, bool isApplication) => name.EndsWith("plat", StringComparison.Ordinal) && name.Length > "libplat".Length
        ? $"PLAT_{ProjectNames.Upper(name[3..^4])}"
        : ProjectNames.Symbol(isApplication ? UnitKind.Application : UnitKind.Library, name);

    /// <summary>Mermaid knows letters, digits and <c>_</c> in the name of a node.</summary>
    private static string Id(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Bytes(LibrarySize node) => node.FileBytes.ToString("N0", CultureInfo.InvariantCulture);
}
