using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig;

/// <summary>What a Kconfig file and all files it sources say. Knows no values; see <see cref="Evaluator" />.</summary>
public sealed class KconfigTree
{
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol> constants = new(StringComparer.Ordinal);
    private readonly List<Choice> choices = [];
    private readonly Dictionary<string, Choice> namedChoices = new(StringComparer.Ordinal);
    private readonly List<Symbol> defined = [];

    internal KconfigTree(Place place)
    {
        Root = new MenuNode(MenuNodeKind.Menu, place, new Scope(null), new Scope(null));
        No = Constant("n");
        Module = Constant("m");
        Yes = Constant("y");
        foreach (var truth in new[] { No, Module, Yes })
            truth.Type = SymbolType.Tristate;
    }

    /// <summary>Gets the root menu; its prompt is the main menu's title.</summary>
    public MenuNode Root { get; }

    /// <summary>Gets the title of the main menu.</summary>
    public string Title => Root.Prompt?.Text ?? "Main menu";

    /// <summary>Gets the defined symbols in the order of their first definition.</summary>
    public IReadOnlyList<Symbol> Symbols => defined;

    /// <summary>Gets all choices in file order.</summary>
    public IReadOnlyList<Choice> Choices => choices;

    /// <summary>Gets the symbol that turns modules on (<c>option modules</c>, else the name MODULES); null when nothing defines one.</summary>
    public Symbol? Modules { get; internal set; }

    /// <summary>Gets the symbol whose defaults name files to configure from where there is no configuration (<c>option defconfig_list</c>); null for none.</summary>
    public Symbol? DefconfigList { get; internal set; }

    /// <summary>Gets the files that were read, absolute, in reading order.</summary>
    public ImmutableArray<string> Files { get; internal set; } = [];

    /// <summary>Gets the errors and warnings of reading.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; internal set; } = [];

    internal Symbol No { get; }

    internal Symbol Module { get; }

    internal Symbol Yes { get; }

    /// <summary>Finds a defined symbol; null when nothing defines one of that name.</summary>
    public Symbol? Find(string name) => symbols.TryGetValue(name, out var symbol) && symbol.IsDefined ? symbol : null;

    /// <summary>Gets the symbols that expressions, selects and implies mention but nothing defines.</summary>
    internal IEnumerable<Symbol> Undefined => symbols.Values.Where(static s => !s.IsDefined);

    internal Symbol Constant(string text)
    {
        if (!constants.TryGetValue(text, out var constant))
            constants.Add(text, constant = new Symbol(text, isQuoted: true));
        return constant;
    }

    /// <summary>Gets or creates the symbol of a name; y, m and n are constants even without quotes.</summary>
    internal Symbol Named(string name)
    {
        if (name is "y" or "m" or "n")
            return Constant(name);
        if (!symbols.TryGetValue(name, out var symbol))
            symbols.Add(name, symbol = new Symbol(name, isQuoted: false));
        return symbol;
    }

    internal void Define(Symbol symbol, MenuNode node)
    {
        if (!symbol.IsDefined)
            defined.Add(symbol);
        symbol.Add(node);
    }

    /// <summary>Gets or creates a choice; those without a name are all different.</summary>
    internal Choice NamedChoice(string? name)
    {
        if (name is not null && namedChoices.TryGetValue(name, out var known))
            return known;
        var choice = new Choice(name);
        choices.Add(choice);
        if (name is not null)
            namedChoices.Add(name, choice);
        return choice;
    }
}
