namespace Unikraft.Build.Kconfig.Syntax;

internal enum TokenKind
{
    Word,
    Quoted,
    Open,
    Close,
    Not,
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    End,
}

/// <summary>A token of one line.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">Word or quoted text, macros expanded, quotes removed; empty for signs.</param>
/// <param name="Column">Where it begins, counted from 1.</param>
/// <param name="IsExpanded">Whether a macro gave a part of the text: then it is no keyword.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column, bool IsExpanded = false);
