using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig.Syntax;

/// <content>What only the whole tree can tell.</content>
internal sealed partial class Parser
{

    private void FinishTree()
    {
        foreach (var choice in tree.Choices)
            FinishChoice(choice);
        tree.Modules ??= tree.Find("MODULES");

        // A type may be missing because its line could not be read.
        foreach (var symbol in errors == 0 ? tree.Symbols : [])
            CheckSymbol(symbol);
    }

    /// <summary>Members are the entries of the choice's own level; choice and members give each other their types.</summary>
    private void FinishChoice(Choice choice)
    {
        foreach (var node in choice.Nodes)
        {
            var depths = ImplicitMenus.Depths(node);
            for (var i = 0; i < depths.Count; i++)
            {
                if (depths[i] > 0 && node.Children[i].Symbol is { } below && below.Choice == choice && below.Nodes.Count == 1)
                {
                    below.Choice = null;
                    choice.Remove(below);
                }
            }
        }

        foreach (var value in choice.Defaults.Where(d => d.Value is not SymbolExpression { Symbol: var member } || member.Choice != choice))
            WarnAt(value.Place, "UK1209", $"The default {value.Value} is not among the entries of its choice and has no effect.", "Name an entry that stands in the choice, and not below another one.");
        if (choice.Type == SymbolType.Unknown)
            choice.Type = choice.Symbols.Select(static s => s.Type).FirstOrDefault(static t => t is SymbolType.Bool or SymbolType.Tristate, SymbolType.Bool);
        foreach (var symbol in choice.Symbols.Where(static s => s.Type == SymbolType.Unknown))
            symbol.Type = choice.Type;
    }

    private void CheckSymbol(Symbol symbol)
    {
        var place = symbol.Nodes[0].Place;
        if (symbol.Type == SymbolType.Unknown)
            WarnAt(place, "UK1208", $"The symbol {symbol.Name} has no type and never gets a value.", "Add bool, int, hex or string to its definition.");
        if (symbol.Choice is not null && symbol.IsBoolean)
            CheckMember(symbol);
        foreach (var value in symbol.Defaults)
            CheckDefault(symbol, value);
        CheckRanges(symbol);
        CheckSelections(symbol);
    }

    private void CheckMember(Symbol symbol)
    {
        if (!symbol.Prompts.Any())
            WarnAt(symbol.Nodes[0].Place, "UK1209", $"{symbol.Name} has no prompt and can never be chosen.", "Give it a prompt, or move it out of the choice.");
        foreach (var value in symbol.Defaults)
            WarnAt(value.Place, "UK1209", $"A default of {symbol.Name} has no effect: the choice decides.", "Give the choice a default.");
    }

    private void CheckDefault(Symbol symbol, DefaultValue property)
    {
        if (symbol.IsBoolean || symbol.Type == SymbolType.Unknown)
            return;
        if (property.Value is not SymbolExpression { Symbol: var value })
            WarnAt(property.Place, "UK1214", $"The default of the {TypeName(symbol)} symbol {symbol.Name} is an expression and counts for nothing.", "Write one value or symbol, and the expression after 'if'.");
        else if (!value.IsDefined && symbol.Type != SymbolType.String && !Evaluator.IsValue(symbol.Type, value.Name))
            WarnAt(property.Place, "UK1214", $"The default '{value.Name}' is not a value of the {TypeName(symbol)} symbol {symbol.Name}.", $"Write a {(symbol.Type == SymbolType.Int ? "decimal" : "hexadecimal")} number.");
    }

    private void CheckRanges(Symbol symbol)
    {
        foreach (var range in symbol.Ranges)
        {
            if (symbol.Type is SymbolType.Bool or SymbolType.Tristate or SymbolType.String)
            {
                WarnAt(range.Place, "UK1209", $"A range of the {TypeName(symbol)} symbol {symbol.Name} has no effect.", "Ranges are for int and hex.");
                continue;
            }

            foreach (var end in new[] { range.Low, range.High }.Where(e => !e.IsDefined && !Evaluator.IsValue(symbol.Type, e.Name)))
                WarnAt(range.Place, "UK1214", $"The end '{end.Name}' of a range of {symbol.Name} is not a value of its type {TypeName(symbol)}.", "Write a number, or a symbol that something defines.");
        }
    }

    private void CheckSelections(Symbol symbol)
    {
        foreach (var selection in symbol.Selects.Concat(symbol.Implies))
        {
            if (selection.Target.IsDefined && !selection.Target.IsBoolean && selection.Target.Type != SymbolType.Unknown)
                WarnAt(selection.Place, "UK1209", $"{symbol.Name} selects or implies {selection.Target.Name}, which is not bool.", "Set a value with 'default ... if' at the symbol instead.");
            if (!symbol.IsBoolean && symbol.Type != SymbolType.Unknown)
                WarnAt(selection.Place, "UK1209", $"{symbol.Name} is {TypeName(symbol)} and selects nothing: only bool symbols do.", "Move the line to a bool symbol.");
        }
    }

    private void WarnAt(Place place, string code, string message, string remedy) => Report(Diagnostic.Warning(code, message, remedy).At(place.File, place.Line));

    private static string TypeName(Symbol symbol) => symbol.Type.ToString().ToLowerInvariant();
}
