using Unikraft.Build.Origins;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Projects;

public sealed class ItemParsersTests
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData("-O2  -DX=1\n-g", new[] { "-O2", "-DX=1", "-g" })]
    [InlineData("-DT='a b' -DU=\"c d\"", new[] { "-DT='a b'", "-DU=\"c d\"" })]
    [InlineData("", new string[0])]
    [InlineData(null, new string[0])]
    public void Flags_are_split_as_in_a_shell(string? text, string[] expected) => Assert.Equal(expected, ItemParsers.Flags(text));

    [Fact]
    public void Candidates_are_addresses_or_files_of_debian_source_packages()
    {
        var result = ItemParsers.Candidates($"https://example.org/x/a-1.tar.gz?x=1=sha256:{Hash}; debian:lwip/2.1.3+dfsg1-2/lwip_2.1.3+dfsg1.orig.tar.xz=sha256:{Hash.ToUpperInvariant()}");
        Assert.Empty(result.Diagnostics);
        Assert.Equal("a-1.tar.gz", Assert.IsType<UrlCandidate>(result.Value[0]).FileName);
        var debian = Assert.IsType<DebianCandidate>(result.Value[1]);
        Assert.Equal(("lwip", "2.1.3+dfsg1-2", "lwip_2.1.3+dfsg1.orig.tar.xz", Hash), (debian.Package, debian.PackageVersion, debian.FileName, debian.Sha256));
    }

    [Theory]
    [InlineData("https://example.org/a.tar.gz")]
    [InlineData("https://example.org/a.tar.gz=sha256:12")]
    [InlineData("ftp://example.org/a.tar.gz=sha256:HASH")]
    [InlineData("https://example.org/=sha256:HASH")]
    [InlineData("relative/a.tar.gz=sha256:HASH")]
    [InlineData("debian:musl=sha256:HASH")]
    [InlineData("debian:musl/1.2.3/../../etc/passwd=sha256:HASH")]
    [InlineData("debian:--option/1/f.tar.gz=sha256:HASH")]
    public void A_wrong_candidate_is_one_error(string text) =>
        Assert.Equal("UK2011", Assert.Single(ItemParsers.Candidates(text.Replace("HASH", Hash, StringComparison.Ordinal)).Diagnostics).Code);

    [Fact]
    public void Types_and_languages_are_known_words()
    {
        Assert.Equal(OptionType.Hex, ItemParsers.OptionType("Hex").Value);
        Assert.Equal(OptionType.Bool, ItemParsers.OptionType("").Value);
        Assert.Contains("'string'", Assert.Single(ItemParsers.OptionType("sting").Diagnostics).Remedy, StringComparison.Ordinal);
        Assert.Equal(FlagLanguage.All, ItemParsers.Language("all").Value);
        Assert.Equal("UK1111", Assert.Single(ItemParsers.Language("rust").Diagnostics).Code);
    }

    [Theory]
    [InlineData("A", "A")]
    [InlineData("CONFIG_A && ! B", "A !B")]
    [InlineData("", "")]
    public void Conditions_are_symbols_joined_by_and(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', ConfigCondition.Parse(text).Value!.Terms.Select(t => (t.Negated ? "!" : "") + t.Symbol)));

    [Theory]
    [InlineData("A || B")]
    [InlineData("a")]
    [InlineData("A &&")]
    public void Other_conditions_are_refused(string text) => Assert.Equal("UK1114", Assert.Single(ConfigCondition.Parse(text).Diagnostics).Code);
}
