namespace Unikraft.Build.Kconfig.Syntax;

/// <content>Statements: what begins an entry, a block or another file.</content>
internal sealed partial class Parser
{
    private static readonly string[] Keywords =
    [
        "config", "menuconfig", "choice", "endchoice", "if", "endif", "menu", "endmenu", "comment", "source", "mainmenu", "bool", "tristate", "int", "hex",
        "string", "def_bool", "def_tristate", "prompt", "default", "depends", "select", "imply", "range", "help", "option", "optional", "visible",
    ];

    private void ReadStatement()
    {
        var word = tokens[0];
        if (word.Kind != TokenKind.Word)
            throw new SyntaxException($"A line cannot begin with {ExpressionParser.Describe(word)}.", "Begin it with a keyword.", column: word.Column);
        switch (word.Text)
        {
            case "" when tokens.Count == 1:
                // A function such as $(info,...) that expanded to nothing.
                break;
            case var text when word.IsExpanded:
                throw new SyntaxException($"The macro expands to '{text}', and a macro cannot stand for a keyword.", "Write the keyword itself.", column: word.Column);
            case "config" or "menuconfig":
                BeginSymbol(word.Text == "menuconfig");
                break;
            case "choice":
                BeginChoice();
                break;
            case "menu":
                BeginMenu();
                break;
            case "if":
                BeginIf();
                break;
            case "endif" or "endmenu" or "endchoice":
                End(word.Text["end".Length..]);
                break;
            case "comment":
                BeginComment();
                break;
            case "mainmenu":
                EndEntry();
                tree.Root.Prompt = new Prompt(Text(1), null, tree.Root, Place);
                break;
            case "source" or "rsource" or "osource" or "orsource":
                Source(word.Text);
                break;
            default:
                ReadProperty(word);
                break;
        }
    }

    private void BeginSymbol(bool isMenuConfig)
    {
        EndEntry();
        if (tokens.Count != 2 || tokens[1].Kind != TokenKind.Word || !tokens[1].Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new SyntaxException($"'{tokens[0].Text}' is followed by one symbol.", "Use letters, digits and '_' for its name.");
        if (tokens[1].Text is "y" or "m" or "n")
            throw new SyntaxException($"'{tokens[1].Text}' is a constant and cannot be a symbol.", "Give the symbol another name.");
        var symbol = tree.Named(tokens[1].Text);
        if (!symbol.IsDefined && symbol.Name.Contains('-', StringComparison.Ordinal))
            Warn("UK1213", $"The symbol {symbol.Name} cannot be a C macro because of its '-'.", "Use letters, digits and '_' for its name.");
        var node = NewNode(MenuNodeKind.Symbol, symbol: symbol, isMenuConfig: isMenuConfig);
        tree.Define(symbol, node);
        JoinChoice(symbol);
        BeginEntry(node);
    }

    private void JoinChoice(Symbol symbol)
    {
        if (Block.Choice is not { } choice)
        {
            if (symbol.Choice is not null)
                Warn("UK1209", $"The symbol {symbol.Name} is a member of a choice and is defined again outside of it.", "Define it in the choice only.");
        }
        else if (symbol.Choice is not null && symbol.Choice != choice)
        {
            Warn("UK1209", $"The symbol {symbol.Name} is a member of two choices; the second one counts for nothing.", "Keep it in one choice.");
        }
        else
        {
            symbol.Choice = choice;
            choice.Add(symbol);
        }
    }

    private void BeginChoice()
    {
        EndEntry();
        if (tokens.Count > 2)
            throw new SyntaxException("'choice' is followed by nothing or one name.", "Write the prompt on a line of its own.");
        var name = tokens.Count == 2 ? tokens[1].Text : null;
        var choice = tree.NamedChoice(name);
        var node = NewNode(MenuNodeKind.Choice, choice: choice);
        choice.Add(node);
        var inside = new Scope(node.Dependency);
        inside.Add(new ChoiceExpression(choice), Place);
        blocks.Push(new Block("choice", node, inside, node.Visibility, choice, Place, readers.Count));
        BeginEntry(node);
    }

    private void BeginMenu()
    {
        EndEntry();
        var title = Text(1);
        if (Block.Choice is not null)
            Warn("UK1209", "A menu inside a choice: what is in it cannot be chosen.", "Move the menu out of the choice.");
        var node = NewNode(MenuNodeKind.Menu);
        node.Prompt = new Prompt(title, null, node, Place);
        blocks.Push(new Block("menu", node, node.Dependency, node.Visibility, null, Place, readers.Count));
        BeginEntry(node);
    }

    private void BeginComment()
    {
        EndEntry();
        var title = Text(1);
        var node = NewNode(MenuNodeKind.Comment);
        node.Prompt = new Prompt(title, null, node, Place);
        BeginEntry(node);
    }

    private void BeginIf()
    {
        EndEntry();
        var outer = Block;
        var scope = new Scope(outer.Dependency);

        // The block is opened even if its condition is wrong: its endif is there.
        blocks.Push(new Block("if", outer.Parent, scope, outer.Visibility, outer.Choice, Place, readers.Count));
        var reader = new ExpressionParser(tree, tokens) { Position = 1 };
        var condition = reader.ReadCondition();
        reader.ExpectEnd();
        scope.Add(condition, Place);
    }

    private void End(string keyword)
    {
        EndEntry();
        if (Block.Keyword != keyword || Block.FileDepth != readers.Count)
        {
            var open = Block.Keyword.Length > 0 && Block.FileDepth == readers.Count ? $"; the innermost open block is the '{Block.Keyword}' in line {Block.Place.Line}" : "";
            throw new SyntaxException($"'end{keyword}' closes no '{keyword}' of this file{open}.", "Remove it, or add what it should close.", "UK1206");
        }

        blocks.Pop();
    }

    private void Source(string keyword)
    {
        EndEntry();
        var pattern = Text(1);
        var found = files.Find(pattern, keyword.Contains('r', StringComparison.Ordinal) && keyword != "source" ? Path.GetDirectoryName(Place.File) : null);
        if (found.Count == 0 && !keyword.StartsWith('o'))
            Warn("UK1202", $"No file matches '{pattern}'.", "Correct the path, or remove the line.");

        foreach (var file in found)
            readers.Peek().Pending.Enqueue(file);
    }

    private MenuNode NewNode(MenuNodeKind kind, Symbol? symbol = null, Choice? choice = null, bool isMenuConfig = false)
    {
        var node = new MenuNode(kind, Place, new Scope(Block.Dependency), kind == MenuNodeKind.Menu ? new Scope(Block.Visibility) : Block.Visibility)
        {
            Symbol = symbol,
            Choice = choice,
            IsMenuConfig = isMenuConfig,
        };
        Block.Parent.Add(node);
        return node;
    }

    /// <summary>Gets the text of a token that is the last one of its line.</summary>
    private string Text(int index)
    {
        if (tokens.Count != index + 1 || tokens[index].Kind is not (TokenKind.Word or TokenKind.Quoted))
            throw new SyntaxException($"'{tokens[0].Text}' is followed by one text in quotes.", "Put the text in quotes and close them.");
        return tokens[index].Text;
    }
}
