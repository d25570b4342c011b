using Unikraft.Build.Kconfig;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>What holds for every tree and every configuration. Round trips are in <see cref="FileFormatTests" />.</summary>
public sealed class PropertyTests
{
    private const int Trees = 150;

    [Fact]
    public void The_order_of_requests_makes_no_difference() => ForEach((tree, requests, seed) =>
    {
        // Of two members of a choice the last request counts; that order is part of the input.
        var parsed = KconfigSandbox.Input(tree).Parse();
        var chosen = new HashSet<Choice>();
        var kept = requests.Where(r => parsed.Find(r.Symbol) is not { Choice: { } choice } || r.Value != "y" || chosen.Add(choice)).ToList();
        var shuffled = kept.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(Text(tree, kept), Text(tree, shuffled));
    });

    [Fact]
    public void The_order_of_independent_files_makes_no_difference_to_values() => ForEach((tree, requests, seed) =>
    {
        const string Other = "config OTHER\n\tbool \"other\"\n\tdefault y\nconfig OTHER_N\n\tint \"n\"\n\tdefault 3\n\tdepends on OTHER\n";
        string[] Values(string text) => [.. Text(text, requests).Split('\n').Where(static l => l.Contains("CONFIG_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(Values(tree + Other), Values(Other + tree));
    });

    [Fact]
    public void A_resolved_configuration_resolves_to_itself_and_requests_nobody_made_change_nothing() => ForEach((tree, requests, seed) =>
    {
        var once = Text(tree, requests);
        var twice = Text(tree, DotConfigReader.Parse("/x", once).Value);
        Assert.Equal(twice, Text(tree, DotConfigReader.Parse("/x", twice).Value));
        Assert.Equal(once, Text(tree, requests.Append(new ConfigRequest("NOBODY_KNOWS", "y"))));
    });

    [Fact]
    public void Every_proposed_change_does_what_it_promises() => ForEach((tree, requests, seed) =>
    {
        var configuration = Configurator.Resolve(KconfigSandbox.Input(tree), requests).Value!;
        var before = configuration.DotConfig();
        var explainer = new Explainer(configuration);
        foreach (var symbol in configuration.Tree.Symbols.Where(static s => s.IsBoolean).Take(12))
        {
            var explanation = explainer.Explain(symbol);
            if (explanation.Changes is not { } changes)
                continue;
            var after = Configurator.Resolve(KconfigSandbox.Input(tree), requests.Concat(changes.Select(static c => new ConfigRequest(c.Symbol.Name, c.Value)))).Value!;
            Assert.True(after.Evaluator.Text(after.Tree.Find(symbol.Name)!) == explanation.Wanted, $"tree {seed}, {symbol.Name}:\n{string.Join('\n', explanation.Lines)}");
        }

        Assert.Equal(before, configuration.DotConfig());
    });

    [Fact]
    public void Editing_a_defconfig_touches_nothing_but_the_named_lines() => ForEach((tree, requests, seed) =>
    {
        var configuration = Configurator.Resolve(KconfigSandbox.Input(tree), requests).Value!;
        const string Comments = "# first\r\n\nCONFIG_UNKNOWN=\"x\"\n#\n# CONFIG looks like one\n";
        var text = Comments + configuration.DotConfig() + "# last";
        Assert.Equal(text, DefconfigEditor.Apply(text, []));
        var rewritten = DefconfigEditor.Rewrite(text, configuration);
        foreach (var comment in text.Split('\n').Where(static l => l.StartsWith('#') && !l.StartsWith("# CONFIG_", StringComparison.Ordinal)))
            Assert.Contains(comment, rewritten, StringComparison.Ordinal);
        Assert.Contains("CONFIG_UNKNOWN=\"x\"\n", rewritten, StringComparison.Ordinal);
        Assert.Equal(rewritten, DefconfigEditor.Rewrite(rewritten, configuration));
    });

    private static string Text(string tree, IEnumerable<ConfigRequest> requests) => Configurator.Resolve(KconfigSandbox.Input(tree), requests).Value!.DotConfig();

    private static void ForEach(Action<string, IReadOnlyList<ConfigRequest>, int> property)
    {
        for (var seed = 2000; seed < 2000 + Trees; seed++)
        {
            var generator = new TreeGenerator(seed);
            var tree = generator.Tree();
            property(tree, DotConfigReader.Parse("/x", generator.Requests()).Value, seed);
        }
    }
}
