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
    public void Random_bytes_and_mutations_of_a_right_file_never_throw()
    {
        var random = new Random(11);
        var right = new TreeGenerator(3).Tree();
        for (var i = 0; i < 400; i++)
        {
            var text = new StringBuilder(right);
            for (var edits = random.Next(1, 20); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = (char)random.Next(1, 300);
                        break;
                    case 1:
                        text.Remove(at, Math.Min(random.Next(30), text.Length - at));
                        break;
                    case 2:
                        text.Insert(at, "\n$(\"'\\()&&|| if endif \0"[random.Next(20)..]);
                        break;
                    default:
                        text.Insert(at, right.AsSpan(random.Next(right.Length / 2), 40));
                        break;
                }
            }

            var result = KconfigSandbox.Resolve(text.ToString());
            Assert.True(result.Value is not null || !result.Succeeded);
            _ = result.Value?.DotConfig();
        }
    }

    [Fact]
    public void Any_text_is_a_configuration_file_with_warnings()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => "CONFIG_A=\"\\y n#\n\r 0x\0é"[random.Next(22)])]);
            var result = DotConfigReader.Parse("/x/.config", text);
            Assert.All(result.Diagnostics, d => Assert.Equal("UK1304", d.Code));
        }
    }

    private static string Repeat(string line) => new StringBuilder().Insert(0, line + "\n", Many).ToString();
}
