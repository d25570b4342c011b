namespace Unikraft.Build.Kconfig;

/// <summary>Answers all questions of a configuration in one way, as the goals <c>allyesconfig</c>, <c>allnoconfig</c> and <c>randconfig</c> of Linux do. Numbers and texts keep their defaults.</summary>
public static class Answers
{
    /// <summary>As much as possible is on. Of a choice the default is taken.</summary>
    public static void AllYes(Configuration configuration) => Give(configuration, static _ => "y", choice => DefaultOf(configuration.Evaluator, choice));

    /// <summary>As much as possible is off, but for symbols with <c>option allnoconfig_y</c>.</summary>
    public static void AllNo(Configuration configuration) => Give(configuration, static symbol => symbol.IsKeptOn ? "y" : "n", static _ => null);

    /// <summary>Each symbol has a value by chance; the same seed gives the same values.</summary>
    public static void Random(Configuration configuration, int seed)
    {
        // Not for secrets: a configuration that fails must come again.
#pragma warning disable CA5394
        var random = new Random(seed);
        Give(
            configuration,
            symbol => symbol.Type == SymbolType.Tristate ? random.Next(3) switch { 0 => "n", 1 => "m", _ => "y" } : random.Next(2) == 0 ? "n" : "y",
            choice => choice.Symbols.Count == 0 ? null : choice.Symbols[random.Next(choice.Symbols.Count)]);
#pragma warning restore CA5394
    }

    /// <summary>The member a choice takes by itself when it is on; an optional one is off, and one of modules half on, until somebody asks for a member.</summary>
    private static Symbol? DefaultOf(Evaluator evaluator, Choice choice)
    {
        if (choice.Symbols.Count == 0)
            return null;
        evaluator.SetUserValue(choice.Symbols[0], "y");
        var member = evaluator.DefaultOf(choice);
        evaluator.SetUserValue(choice.Symbols[0], null);
        return member;
    }

    private static void Give(Configuration configuration, Func<Symbol, string> answer, Func<Choice, Symbol?> select)
    {
        var symbols = configuration.Tree.Symbols.Where(static s => s.IsBoolean && s.Prompts.Any()).ToList();
        foreach (var symbol in symbols.Where(static s => s.Choice is null))
            configuration.Evaluator.SetUserValue(symbol, answer(symbol));
        foreach (var choice in symbols.Select(static s => s.Choice).OfType<Choice>().Distinct())
        {
            if (select(choice) is { } member)
                configuration.Evaluator.SetUserValue(member, "y");
        }

        configuration.Evaluate();
    }
}
