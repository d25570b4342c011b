using Unikraft.Build.Trees;

namespace Unikraft.Build.Tests.Trees;

public sealed class TreeVersionsTests
{
    [Theory]
    [InlineData("0.16.3", false, true, false)]
    [InlineData("0.17.0", true, true, false)]
    [InlineData("0.17.0-custom", true, true, false)]
    [InlineData("0.18.0", true, false, true)]
    [InlineData("0.21.0", true, false, true)]
    public void A_version_has_the_facts_of_its_range(string version, bool supported, bool alias, bool seed)
    {
        var facts = TreeVersions.Of(version);
        Assert.Equal(supported, facts.IsSupported);
        // 0.18 has a library of this name itself; an alias for it would depend on itself.
        Assert.Equal(alias, facts.Symbols.ContainsKey("LIBPOSIX_FD"));
        Assert.Equal(seed, facts.Defaults.Contains("LIBUKRANDOM_CMDLINE_SEED"));
    }
}
