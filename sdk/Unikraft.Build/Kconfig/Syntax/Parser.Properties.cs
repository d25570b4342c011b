using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig.Syntax;

/// <content>Properties: the lines inside an entry.</content>
internal sealed partial class Parser
{
    /// <summary>The entry that properties belong to; null between entries.</summary>
    private MenuNode? entry;

    /// <summary>Whether the line that should have begun the entry was wrong: what follows it is not worth an error for each line.</summary>
    private bool isBroken;

    private void BeginEntry(MenuNode node) => entry = node;

    private void EndEntry()
    {
        entry = null;
        isBroken = false;
    }

    private void BreakEntry()
    {
        if (tokens is [{ Text: "config" or "menuconfig" or "choice" or "menu" or "comment" }, ..] && entry is null)
            isBroken = true;
    }

    private void ReadProperty(Token word)
    {
        if (isBroken && Keywords.Contains(word.Text))
            return;
        if (entry is not { } node || !IsPropertyOf(node.Kind, word.Text))
        {
            var known = Keywords.Contains(word.Text);
            throw known
                ? new SyntaxException($"'{word.Text}' has no meaning here.", "It belongs into another kind of entry.", column: word.Column)
                : new SyntaxException($"'{word.Text}' is no keyword.", NearestName.Propose(word.Text, Keywords, "Remove the line, or indent it deeper if it is help text."), column: word.Column);
        }

        switch (word.Text)
        {
            case "bool" or "tristate" or "int" or "hex" or "string":
                SetType(node, Type(word.Text));
                if (tokens.Count > 1)
                    SetPrompt(node);
                break;
            case "def_bool" or "def_tristate":
                SetType(node, Type(word.Text["def_".Length..]));
                AddDefault(node);
                break;
            case "prompt":
                SetPrompt(node);
                break;
            case "default":
                AddDefault(node);
                break;
            case "depends":
                DependsOn(node);
                break;
            case "visible":
                VisibleIf(node);
                break;
            case "select" or "imply":
                AddSelection(node, word.Text == "select");
                break;
            case "range":
                AddRange(node);
                break;
            case "optional":
                After(1).ExpectEnd();
                node.Choice!.IsOptional = true;
                break;
            case "option":
                ReadOption(node);
                break;
            default:
                After(1).ExpectEnd();
                node.Help = readers.Peek().ReadHelp();
                break;
        }
    }

    private static bool IsPropertyOf(MenuNodeKind kind, string word) => word switch
    {
        "depends" => true,
        "visible" => kind == MenuNodeKind.Menu,
        "help" or "---help---" or "prompt" or "default" or "bool" or "tristate" => kind is MenuNodeKind.Symbol or MenuNodeKind.Choice,
        "optional" => kind == MenuNodeKind.Choice,
        "int" or "hex" or "string" or "def_bool" or "def_tristate" or "select" or "imply" or "range" or "option" => kind == MenuNodeKind.Symbol,
        _ => false,
    };

    private static SymbolType Type(string word) => word switch
    {
        "bool" => SymbolType.Bool,
        "tristate" => SymbolType.Tristate,
        "int" => SymbolType.Int,
        "hex" => SymbolType.Hex,
        _ => SymbolType.String,
    };

    private void SetType(MenuNode node, SymbolType type)
    {
        var old = node.Symbol?.Type ?? node.Choice!.Type;
        if (old != SymbolType.Unknown && old != type)
        {
            var name = node.Symbol?.Name ?? "the choice";
            Warn("UK1208", $"The type {type.ToString().ToLowerInvariant()} of {name} is ignored: it is {old.ToString().ToLowerInvariant()} already.", "Give one type to all definitions of the symbol.");
            return;
        }

        if (node.Symbol is { } symbol)
            symbol.Type = type;
        else
            node.Choice!.Type = type;
    }

    private void SetPrompt(MenuNode node)
    {
        if (tokens.Count < 2 || tokens[1].Kind is not (TokenKind.Quoted or TokenKind.Word))
            throw new SyntaxException($"'{tokens[0].Text}' is followed by a prompt in quotes.", "Put the prompt in quotes.");
        if (node.Prompt is not null)
            Warn("UK1208", "The entry has two prompts; the second one counts.", "Remove one of them.");
        node.Prompt = new Prompt(tokens[1].Text, After(2).ReadIf(), node, Place);
    }

    private void AddDefault(MenuNode node)
    {
        var reader = After(1);
        var value = reader.Read();
        var property = new DefaultValue(value, reader.ReadIf(), node, Place);
        if (node.Symbol is { } symbol)
            symbol.Add(property);
        else
            node.Choice!.Add(property);
    }

    private void DependsOn(MenuNode node)
    {
        if (tokens.Count < 2 || tokens[1].Text != "on")
            throw new SyntaxException("'depends' is followed by 'on'.", "Write 'depends on EXPRESSION'.");
        node.Dependency.Add(ToTheEnd(2), Place);
    }

    private void VisibleIf(MenuNode node)
    {
        if (tokens.Count < 2 || tokens[1].Text != "if")
            throw new SyntaxException("'visible' is followed by 'if'.", "Write 'visible if EXPRESSION'.");
        node.Visibility.Add(ToTheEnd(2), Place);
    }

    private void AddSelection(MenuNode node, bool isSelect)
    {
        var reader = After(1);
        var target = reader.ReadSymbol();
        if (target.IsQuoted)
            throw new SyntaxException($"'{tokens[0].Text}' is followed by a symbol.", "Name the symbol without quotes.");
        var selection = new Selection(node.Symbol!, target, reader.ReadIf(), node, Place);
        if (isSelect)
            node.Symbol!.AddSelect(selection);
        else
            node.Symbol!.AddImply(selection);
    }

    private void AddRange(MenuNode node)
    {
        var reader = After(1);
        var low = reader.ReadSymbol();
        var high = reader.ReadSymbol();
        node.Symbol!.Add(new ValueRange(low, high, reader.ReadIf(), node, Place));
    }

    private void ReadOption(MenuNode node)
    {
        if (tokens is [_, { Text: "modules" }])
        {
            if (tree.Modules is { } first && first != node.Symbol)
                Warn("UK1208", $"{node.Symbol!.Name} is a second symbol that turns modules on; {first.Name} counts.", "Keep one of them.");
            tree.Modules ??= node.Symbol;
        }
        else if (tokens is [_, { Text: "env" }, { Kind: TokenKind.Equal }, { Kind: TokenKind.Quoted } name])
        {
            var value = environment.TryGetValue(name.Text, out var found) ? found : "";
            node.Symbol!.Add(new DefaultValue(new SymbolExpression(tree.Constant(value)), null, node, Place));
        }
        else if (tokens is [_, { Text: "allnoconfig_y" }])
        {
            node.Symbol!.IsKeptOn = true;
        }
        else if (tokens is [_, { Text: "defconfig_list" }])
        {
            if (tree.DefconfigList is { } first && first != node.Symbol)
                Warn("UK1208", $"{node.Symbol!.Name} is a second list of defconfigs; {first.Name} counts.", "Keep one of them.");
            tree.DefconfigList ??= node.Symbol;
        }
        else
        {
            throw new SyntaxException("This option is not known.", "Options are modules, env=\"NAME\", defconfig_list and allnoconfig_y.");
        }
    }

    private ExpressionParser After(int position) => new(tree, tokens) { Position = position };

    private Expression ToTheEnd(int position)
    {
        var reader = After(position);
        var expression = reader.ReadCondition();
        reader.ExpectEnd();
        return expression;
    }
}
