using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>The goal <c>randconfig</c>; <c>allyesconfig</c> and <c>allnoconfig</c> are compared with the C tools in <see cref="DifferentialTests" />.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_seed_gives_one_configuration_and_others_give_others_that_are_all_valid()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var root = folder.File("Kconfig", new TreeGenerator(seed, forOldTools: false).Tree());
            var texts = Enumerable.Range(0, 4).Select(i => Random(root, i)).ToList();
            Assert.Equal(texts[3], Random(root, 3));

            // What was written resolves to itself: nothing in it was not allowed.
            foreach (var text in texts)
                Assert.Equal(text, Configurator.Resolve(new KconfigInput(root), DotConfigReader.Parse("r", text).Value).Value!.DotConfig());
        }

        static string Random(string root, int seed)
        {
            var configuration = Configurator.Resolve(new KconfigInput(root), []).Value!;
            Answers.Random(configuration, seed);
            return configuration.DotConfig();
        }
    }

    [Fact]
    public void Different_seeds_reach_different_configurations()
    {
        var root = folder.File("Kconfig", string.Concat(Enumerable.Range(0, 12).Select(static i => $"config S{i}\n\tbool \"s{i}\"\n")));
        var texts = Enumerable.Range(0, 50).Select(seed =>
        {
            var configuration = Configurator.Resolve(new KconfigInput(root), []).Value!;
            Answers.Random(configuration, seed);
            return configuration.DotConfig();
        });
        Assert.True(texts.Distinct().Count() > 40);
    }
}
