namespace Unikraft.Build.Kconfig;

/// <summary>An expression over symbols.</summary>
public abstract record Expression;

/// <summary>A symbol, or a constant: constants are symbols that nobody defines.</summary>
/// <param name="Symbol">The symbol.</param>
public sealed record SymbolExpression(Symbol Symbol) : Expression
{
    /// <inheritdoc />
    public override string ToString() => Symbol.IsQuoted ? $"\"{Symbol.Name}\"" : Symbol.Name;
}

/// <summary>The constant <c>m</c> in a condition: <c>n</c> where there are no modules.</summary>
/// <param name="Tree">The tree, which knows the symbol that turns modules on.</param>
public sealed record ModuleExpression(KconfigTree Tree) : Expression
{
    /// <inheritdoc />
    public override string ToString() => "m";
}

/// <summary>The value of a choice itself: <c>y</c> while one of its symbols can be chosen.</summary>
/// <param name="Choice">The choice.</param>
public sealed record ChoiceExpression(Choice Choice) : Expression
{
    /// <inheritdoc />
    public override string ToString() => "<choice>";
}

/// <summary>A negation.</summary>
/// <param name="Operand">What is negated.</param>
public sealed record NotExpression(Expression Operand) : Expression
{
    /// <inheritdoc />
    public override string ToString() => Operand is AndExpression or OrExpression ? $"!({Operand})" : $"!{Operand}";
}

/// <summary>A conjunction: the smaller value.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record AndExpression(Expression Left, Expression Right) : Expression
{
    /// <inheritdoc />
    public override string ToString() => $"{Wrap(Left)} && {Wrap(Right)}";

    private static string Wrap(Expression e) => e is OrExpression ? $"({e})" : e.ToString();
}

/// <summary>A disjunction: the larger value.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record OrExpression(Expression Left, Expression Right) : Expression
{
    /// <inheritdoc />
    public override string ToString() => $"{Left} || {Right}";
}

/// <summary>A comparison of two symbols' text values; as numbers when both are numbers.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">The left symbol.</param>
/// <param name="Right">The right symbol.</param>
public sealed record CompareExpression(CompareOperator Operator, Symbol Left, Symbol Right) : Expression
{
    /// <inheritdoc />
    public override string ToString()
    {
        var sign = Operator switch
        {
            CompareOperator.Equal => "=",
            CompareOperator.NotEqual => "!=",
            CompareOperator.Less => "<",
            CompareOperator.LessOrEqual => "<=",
            CompareOperator.Greater => ">",
            _ => ">=",
        };
        return $"{new SymbolExpression(Left)} {sign} {new SymbolExpression(Right)}";
    }
}
