namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Reads expressions from the tokens of a line: <c>||</c> binds weakest, then <c>&amp;&amp;</c>, <c>!</c>, comparisons.</summary>
internal sealed class ExpressionParser(KconfigTree tree, List<Token> tokens)
{
    private const int MaximumNesting = 500;
    private int nesting;
    private bool isCondition;

    /// <summary>Gets or sets the index of the next token.</summary>
    public int Position { get; set; }

    public Token Current => Position < tokens.Count ? tokens[Position] : new Token(TokenKind.End, "", 0);

    /// <summary>Reads an expression that decides something: in it, <c>m</c> means "m, where modules are possible" (kconfig-language, "Expressions").</summary>
    public Expression ReadCondition()
    {
        isCondition = true;
        var expression = Read();
        isCondition = false;
        return expression;
    }

    public Expression Read()
    {
        var left = And();
        while (Take(TokenKind.Or))
            left = new OrExpression(left, And());
        return left;
    }

    /// <summary>Reads <c>if EXPRESSION</c> and the end of the line; null when the line ends at once.</summary>
    public Expression? ReadIf()
    {
        Expression? condition = null;
        if (Current is { Kind: TokenKind.Word, Text: "if" })
        {
            Position++;
            condition = ReadCondition();
        }

        ExpectEnd();
        return condition;
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
            throw new SyntaxException($"{Describe(Current)} was not expected here.", "Remove it, or begin a new line before it.", column: Current.Column);
    }

    /// <summary>Reads one symbol or constant.</summary>
    public Symbol ReadSymbol()
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.Quoted))
            throw new SyntaxException($"A symbol or value was expected instead of {Describe(token)}.", "Complete the expression.", column: token.Column);
        Position++;
        return token.Kind == TokenKind.Quoted ? tree.Constant(token.Text) : tree.Named(token.Text);
    }

    public static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the line",
        TokenKind.Word or TokenKind.Quoted => $"'{token.Text}'",
        TokenKind.Open => "'('",
        TokenKind.Close => "')'",
        TokenKind.Not => "'!'",
        TokenKind.And => "'&&'",
        TokenKind.Or => "'||'",
        _ => "a comparison",
    };

    private Expression And()
    {
        var left = Not();
        while (Take(TokenKind.And))
            left = new AndExpression(left, Not());
        return left;
    }

    private Expression Not()
    {
        if (++nesting > MaximumNesting)
            throw new SyntaxException($"The expression is nested more than {MaximumNesting} deep.", "Divide it: give parts of it to symbols of their own.", column: Current.Column);
        var result = Take(TokenKind.Not) ? new NotExpression(Not()) : Primary();
        nesting--;
        return result;
    }

    private Expression Primary()
    {
        if (Take(TokenKind.Open))
        {
            var inside = Read();
            if (!Take(TokenKind.Close))
                throw new SyntaxException($"')' was expected instead of {Describe(Current)}.", "Close the parenthesis.", column: Current.Column);
            return inside;
        }

        var left = ReadSymbol();
        CompareOperator? sign = Current.Kind switch
        {
            TokenKind.Equal => CompareOperator.Equal,
            TokenKind.NotEqual => CompareOperator.NotEqual,
            TokenKind.Less => CompareOperator.Less,
            TokenKind.LessOrEqual => CompareOperator.LessOrEqual,
            TokenKind.Greater => CompareOperator.Greater,
            TokenKind.GreaterOrEqual => CompareOperator.GreaterOrEqual,
            _ => null,
        };
        if (sign is null)
            return isCondition && left == tree.Module ? new ModuleExpression(tree) : new SymbolExpression(left);
        Position++;
        return new CompareExpression(sign.Value, left, ReadSymbol());
    }

    private bool Take(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        Position++;
        return true;
    }
}
