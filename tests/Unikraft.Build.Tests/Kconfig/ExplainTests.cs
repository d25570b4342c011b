using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>Every symbol can be explained: value, who set it, what blocks a wanted value, and the change that would allow it.</summary>
public sealed class ExplainTests
{
    private const string Tree = """
        config LIBLWIP
        	bool "lwIP"

        if LIBLWIP
        config LWIP_IPV6
        	bool "IPv6" if HAVE_MEMORY
        	depends on POOL > 10
        	select LWIP_ND
        config LWIP_ND
        	bool
        endif

        config HAVE_MEMORY
        	bool
        config LIBALLOC
        	bool "allocator"
        	select HAVE_MEMORY
        config POOL
        	int "pool"
        	range 1 100
        	default 5

        choice
        	prompt "log"
        config LOG_NONE
        	bool "none"
        config LOG_ALL
        	bool "all"
        endchoice

        """;

    [Fact]
    public void The_smallest_change_names_every_item_it_needs_and_no_other()
    {
        var lines = Explain("LWIP_IPV6").Lines;
        Assert.Equal("LWIP_IPV6 = n", lines[0]);
        Assert.Equal("  bool \"IPv6\", defined at /k/Kconfig:5", lines[1]);
        Assert.Contains("  depends on LIBLWIP: BLOCKS, is n (LIBLWIP = n)  /k/Kconfig:4", lines);
        Assert.Contains("  depends on POOL > 10: BLOCKS, is n (POOL = 5)  /k/Kconfig:7", lines);
        Assert.Contains("  prompt if HAVE_MEMORY: BLOCKS, is n (HAVE_MEMORY = n)  /k/Kconfig:6", lines);
        string[] items = ["LIBALLOC\" Value=\"y", "LIBLWIP\" Value=\"y", "LWIP_IPV6\" Value=\"y", "POOL\" Value=\"11"];
        Assert.Equal(items.Select(static i => $"  to get y: <UkConfig Include=\"{i}\" />"), lines.Where(static l => l.StartsWith("  to get", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("  that also changes LWIP_ND n -> y, HAVE_MEMORY n -> y", lines);
    }

    [Theory]
    [InlineData("LIBLWIP", "", "no default counts, and nobody sets it")]
    [InlineData("LIBLWIP", "LIBLWIP=y", "set at /p/x.ukproj:1")]
    [InlineData("POOL", "", "default at /k/Kconfig:21")]
    [InlineData("HAVE_MEMORY", "LIBALLOC=y", "selected by LIBALLOC at /k/Kconfig:17")]
    [InlineData("LOG_NONE", "", "what the choice at /k/Kconfig:23 takes when nobody chooses")]
    [InlineData("LOG_NONE", "LOG_ALL=y", "the choice at /k/Kconfig:23 is LOG_ALL")]
    [InlineData("LOG_ALL", "LOG_ALL=y", "chosen at /p/x.ukproj:1")]
    public void Who_set_it_is_told_with_file_and_line(string symbol, string requests, string expected) =>
        Assert.Contains($"  value: {expected}", Explain(symbol, requests: requests).Lines);

    [Theory]
    [InlineData("HAVE_MEMORY", "n", "LIBALLOC=y", "LIBALLOC=n")]
    [InlineData("LOG_NONE", "n", "", "LOG_ALL=y")]
    [InlineData("LOG_ALL", "y", "", "LOG_ALL=y")]
    [InlineData("POOL", "50", "", "POOL=50")]
    [InlineData("LWIP_ND", "y", "", "LIBALLOC=y LIBLWIP=y LWIP_IPV6=y POOL=11")]
    [InlineData("LIBLWIP", "n", "LIBLWIP=y LIBALLOC=y POOL=20 LWIP_IPV6=y", "LIBLWIP=n")]
    public void Changes_are_found_for_values_of_every_kind(string symbol, string wanted, string requests, string expected)
    {
        var changes = Explain(symbol, wanted, requests).Changes;
        Assert.NotNull(changes);
        Assert.Equal(expected, string.Join(' ', changes.Value.Select(static c => $"{c.Symbol.Name}={c.Value}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_value_that_no_item_can_give_is_told_so()
    {
        Assert.Contains("  to get 500: no UkConfig items can do that", Explain("POOL", "500").Lines);
        Assert.Contains("  requested: 500 at /p/x.ukproj:1, not taken", Explain("POOL", requests: "POOL=500").Lines);
    }

    [Fact]
    public void An_unknown_symbol_is_an_error_with_the_nearest_name()
    {
        var error = Assert.Single(new Explainer(KconfigSandbox.Configuration(Tree)).Explain("CONFIG_LWIP_IVP6").Diagnostics);
        Assert.Equal("UK1301", error.Code);
        Assert.Contains("'LWIP_IPV6'", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("UK1304", Assert.Single(new Explainer(KconfigSandbox.Configuration(Tree)).Explain("POOL", "many").Diagnostics).Code);
    }

    [Fact]
    public void What_is_new_since_an_older_configuration_is_what_can_be_set_and_had_no_line()
    {
        var configuration = KconfigSandbox.Configuration(Tree, "LIBLWIP=y");
        string[] Since(string old) => [.. NewSymbols.Since(configuration, DotConfigReader.Parse("/o", old).Value).Select(static s => s.Name)];
        Assert.Equal(["LIBLWIP", "LIBALLOC", "POOL", "LOG_NONE"], Since(""));
        Assert.Equal(["POOL"], Since("CONFIG_LIBLWIP=y\n# CONFIG_LIBALLOC is not set\nCONFIG_LOG_ALL=y\n"));
        Assert.Empty(Since(configuration.DotConfig()));
    }

    private static Explanation Explain(string symbol, string? wanted = null, string requests = "") =>
        new Explainer(KconfigSandbox.Resolve(Tree, requests).Value!).Explain(symbol, wanted).Value!;
}
