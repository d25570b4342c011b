using System.Text;
using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>Input that is meant to hurt: every file ends in values or in coded diagnostics, soon.</summary>
public sealed class HostileInputTests
{
    private const int Many = 100_000;

    [Fact]
    public void A_hundred_thousand_nested_blocks_resolve()
    {
        foreach (var (open, close) in new[] { ("if A", "endif"), ("menu \"m\"", "endmenu") })
        {
            var text = "config A\n\tdef_bool y\n" + Repeat(open) + "config B\n\tdef_bool y\n" + Repeat(close);
            var configuration = KconfigSandbox.Configuration(text);
            Assert.Equal("y", configuration.Value("B"));
            Assert.Contains("CONFIG_B=y", configuration.DotConfig(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chain_of_many_symbols_resolves()
    {
        var text = new StringBuilder("config S0\n\tdef_bool y\n");
        for (var i = Many / 4; i > 0; i--)
            text.Append($"config S{i}\n\tdef_bool y\n\tdepends on S{i - 1}\n");
        Assert.Equal("y", KconfigSandbox.Configuration(text.ToString()).Value($"S{Many / 4}"));
    }

    [Fact]
    public void A_long_circle_is_one_short_error()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 3000; i++)
            text.Append($"config S{i}\n\tbool\n\tdepends on S{(i + 1) % 3000}\n");
        var error = KconfigSandbox.Single(text.ToString());
        Assert.Equal("UK1207", error.Code);
        Assert.InRange(error.Message.Length, 20, 300);
    }

    [Fact]
    public void Deep_and_long_expressions_are_errors()
    {
        foreach (var expression in new[] { new string('(', Many) + "y" + new string(')', Many), new string('!', Many) + "y", string.Join(" && ", Enumerable.Repeat("y", Many)) })
            Assert.Equal("UK1201", KconfigSandbox.Single($"config A\n\tbool\n\tdefault {expression}\n").Code);
    }

    [Fact]
    public void Macros_that_explode_are_errors()
    {
        var text = new StringBuilder("a0 = xxxxxxxxxx\n");
        for (var i = 1; i < 30; i++)
            text.Append($"a{i} = $(a{i - 1})$(a{i - 1})\n");
        Assert.Equal("UK1204", KconfigSandbox.Single(text + "config A\n\tbool \"$(a29)\"\n").Code);
        Assert.Equal("UK1204", KconfigSandbox.Single("f = $(f,$(1)x)\nconfig A\n\tbool \"$(f,y)\"\n").Code);
    }

    [Fact]
    public void Huge_numbers_and_ranges_are_numbers()
    {
        var text = "config A\n\tint \"a\"\n\trange 0 99999999999999999999999999\n\tdefault 5\nconfig B\n\thex \"b\"\n\tdefault 0xffffffffffffffffffff\n\trange 0 0x10\n";
        var result = KconfigSandbox.Resolve(text, "A=88888888888888888888888888");
        Assert.Equal("88888888888888888888888888", result.Value!.Value("A"));
        Assert.Equal("0x10", result.Value.Value("B"));
    }

    [Fact]
    public void Files_that_source_each_other_are_an_error()
    {
        var error = KconfigSandbox.Single("source \"/k/a\"\n", "", ("/k/a", "source \"/k/b\"\n"), ("/k/b", "\nsource \"/k/a\"\n"));
        Assert.Equal(("UK1203", "/k/b", 2), (error.Code, error.File, error.Line));
    }

    [Fact]
    public void Files_that_source_others_again_and_again_end_in_an_error()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
            folder.File($"k{i}", $"source \"k{i + 1}\"\nsource \"k{i + 1}\"\n");
        folder.File("k60", "config A\n\tbool\n");
        Assert.Contains(Configurator.Resolve(new KconfigInput($"{folder.Path}/k0"), []).Diagnostics, d => d.Code == "UK1203");
    }

    [Fact]
    public void Devices_folders_and_wild_patterns_are_no_trap()
    {
        using var folder = new TemporaryFolder();
        folder.File("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab/x", "");
        var text = "source \"/dev/zero\"\nsource \"/dev\"\nsource \"\"\nsource \"a\0b\"\nsource \"/proc/*/root/*/*\"\nsource \"[a]*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*c/x\"\nosource \"/root/*\"\nconfig A\n\tdef_bool y\n";
        var result = Configurator.Resolve(new KconfigInput(folder.File("Kconfig", text)), []);
        Assert.All(result.Diagnostics, d => Assert.Contains(d.Code, new[] { "UK1201", "UK1202", "UK1203" }));
        Assert.NotEmpty(result.Diagnostics);
        Assert.Empty(DotConfigReader.Read("/dev/zero").Value);
    }

    [Fact]
    public void Macros_that_work_without_end_are_an_error()
    {
        var text = new StringBuilder("x = ").Append('x', 100_000).Append("\ny = $(x)$(x)$(x)$(x)\n");
        for (var i = 0; i < 5000; i++)
            text.Append($"config A{i}\n\tstring\n\tdefault \"$(y)\"\n");
        Assert.Contains(KconfigSandbox.Resolve(text.ToString()).Diagnostics, d => d.Code == "UK1204");
    }

    [Theory]
    [InlineData("config MODULES\n\ttristate\n\tdefault m\n\toption modules\n", "m")]
    [InlineData("config MODULES\n\tbool\n\tdefault y if T != y\n\toption modules\nconfig T\n\ttristate\n\tdefault m\n", null)]
    public void A_modules_symbol_that_depends_on_modules_has_a_value(string text, string? expected) =>
        Assert.Equal(expected, KconfigSandbox.Resolve(text).Value!.Value("MODULES"));

    [Fact]
    public void A_number_of_a_million_digits_is_no_value()
    {
        var digits = new string('9', 1_000_000);
        Assert.Equal("UK1304", KconfigSandbox.Single("config A\n\tint \"a\"\n\tdefault 1\n", $"A={digits}").Code);
        Assert.Contains(KconfigSandbox.Resolve($"config A\n\tint \"a\"\n\trange 0 {digits}\n\tdefault 1\n").Diagnostics, d => d.Code == "UK1214");
    }

    [Fact]
    public void A_choice_of_many_and_many_definitions_of_one_symbol_resolve()
    {
        var text = new StringBuilder("choice BIG\n\tprompt \"c\"\n");
        for (var i = 0; i < 20_000; i++)
            text.Append($"config C{i}\n\tbool \"c{i}\"\n");
        text.Append("endchoice\n");
        for (var i = 0; i < 20_000; i++)
            text.Append($"config A\n\tbool\n\tdefault y if C{i}\n");
        Assert.Equal("y", KconfigSandbox.Configuration(text.ToString(), "C19999=y").Value("A"));
    }

    private static string Repeat(string line) => new StringBuilder().Insert(0, line + "\n", Many).ToString();
}
