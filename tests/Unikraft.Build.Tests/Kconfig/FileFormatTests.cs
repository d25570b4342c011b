using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>The formats of build-interface 3.4, byte for byte.</summary>
public sealed class FileFormatTests
{
    private const string Tree = """
        mainmenu "Test/1.0 Configuration"

        config B_ON
        	bool "on"
        	default y

        menu "First"

        config B_OFF
        	bool "off"

        config S
        	string "s"
        	default "a \"q\" \\ b"

        comment "Numbers"

        config EMPTY
        	string "e"

        config I
        	int "i"
        	default -5

        config H1
        	hex "h"
        	default ff

        config H2
        	hex "h"
        	default 0xFF

        menu "Inner"
        config INNER
        	def_bool y
        endmenu

        endmenu

        if B_OFF
        config HIDDEN
        	bool "hidden"
        endif

        config NOTHING
        	string "nothing"

        config LAST
        	bool "last"

        """;

    [Fact]
    public void A_dot_config_is_written_in_menu_order_under_titles() => Assert.Equal(
        """
        #
        # Automatically generated file; DO NOT EDIT.
        # Test/1.0 Configuration
        #
        CONFIG_B_ON=y

        #
        # First
        #
        # CONFIG_B_OFF is not set
        CONFIG_S="a \"q\" \\ b"

        #
        # Numbers
        #
        CONFIG_EMPTY=""
        CONFIG_I=-5
        CONFIG_H1=ff
        CONFIG_H2=0xFF

        #
        # Inner
        #
        CONFIG_INNER=y
        # end of Inner
        # end of First

        CONFIG_NOTHING=""
        # CONFIG_LAST is not set

        """,
        KconfigSandbox.Configuration(Tree).DotConfig());

    [Fact]
    public void A_header_defines_what_is_set() => Assert.Equal(
        """
        /*
         *
         * Automatically generated file; DO NOT EDIT.
         * Test/1.0 Configuration
         *
         */
        #define CONFIG_B_ON 1
        #define CONFIG_S "a \"q\" \\ b"
        #define CONFIG_EMPTY ""
        #define CONFIG_I -5
        #define CONFIG_H1 0xff
        #define CONFIG_H2 0xFF
        #define CONFIG_INNER 1
        #define CONFIG_NOTHING ""

        """,
        KconfigSandbox.Configuration(Tree).Header());

    [Fact]
    public void Auto_conf_holds_the_same_set() => Assert.Equal(
        """
        #
        # Automatically generated file; DO NOT EDIT.
        # Test/1.0 Configuration
        #
        CONFIG_B_ON=y
        CONFIG_S="a \"q\" \\ b"
        CONFIG_EMPTY=""
        CONFIG_I=-5
        CONFIG_H1=ff
        CONFIG_H2=0xFF
        CONFIG_INNER=y
        CONFIG_NOTHING=""

        """,
        KconfigSandbox.Configuration(Tree).AutoConf());

    [Fact]
    public void A_minimal_defconfig_holds_only_what_differs_from_defaults()
    {
        Assert.Equal("", KconfigSandbox.Configuration(Tree).MinimalDefconfig());
        Assert.Equal("# CONFIG_B_ON is not set\nCONFIG_I=7\nCONFIG_LAST=y\n", KconfigSandbox.Configuration(Tree, "B_ON=n B_OFF=n I=7 H1=ff LAST=y").MinimalDefconfig());
    }

    [Theory]
    [InlineData("CONFIG_A=y\n", "A", "y")]
    [InlineData("CONFIG_A=y", "A", "y")]
    [InlineData("CONFIG_A=n\r\n", "A", "n")]
    [InlineData("# CONFIG_A is not set\n", "A", "n")]
    [InlineData("CONFIG_A=\"a \\\"q\\\" \\\\ b\"\n", "A", "a \"q\" \\ b")]
    [InlineData("CONFIG_A=\"\"\n", "A", "")]
    [InlineData("CONFIG_A=\n", "A", "")]
    public void Lines_of_a_configuration_are_read(string text, string symbol, string value)
    {
        var request = Assert.Single(DotConfigReader.Parse("/x", text).Value);
        Assert.Equal((symbol, value, "/x", 1), (request.Symbol, request.Value, request.File, request.Line));
    }

    [Fact]
    public void A_number_without_a_value_is_empty_in_every_format()
    {
        var configuration = KconfigSandbox.Resolve("config A\n\tint \"a\"\n").Value!;
        Assert.Contains("\nCONFIG_A=\n", configuration.DotConfig(), StringComparison.Ordinal);
        Assert.Contains("\n#define CONFIG_A \n", configuration.Header(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_that_one_file_sets_twice_is_a_warning_and_the_last_line_counts()
    {
        var result = DotConfigReader.Parse("/x", "CONFIG_A=y\n# CONFIG_A is not set\nCONFIG_B=1\nCONFIG_B=1\n");
        var warning = Assert.Single(result.Diagnostics);
        Assert.Equal(("UK1315", "/x", 2), (warning.Code, warning.File, warning.Line));
        Assert.Equal("n", Configurator.Resolve(KconfigSandbox.Input("config A\n\tbool \"a\"\nconfig B\n\tint \"b\"\n"), result.Value).Value!.Value("A"));
    }

    [Theory]
    [InlineData("A=y")]
    [InlineData("CONFIG_A")]
    [InlineData("CONFIG_=y")]
    [InlineData("CONFIG_A=\"open")]
    [InlineData("CONFIG_A=\"a\"b\"")]
    public void Other_lines_are_warnings_with_their_place(string line)
    {
        var warning = Assert.Single(DotConfigReader.Parse("/x", "\n# comment\n" + line).Diagnostics);
        Assert.Equal(("UK1304", "/x", 3), (warning.Code, warning.File, warning.Line));
    }

    /// <summary>What was written and is read again gives the same files; a minimal defconfig is enough for that.</summary>
    [Fact]
    public void Every_configuration_survives_being_written_and_read()
    {
        var compared = 0;
        for (var seed = 1000; seed < 1300; seed++)
        {
            var generator = new TreeGenerator(seed);
            var input = KconfigSandbox.Input(generator.Tree());
            var resolved = Configurator.Resolve(input, DotConfigReader.Parse("/x", generator.Requests()).Value);

            // A number or text that is selected counts as not changeable, here as in the C tools, and is left out of a defconfig.
            if (resolved.Diagnostics.Any(d => d.Code == "UK1209"))
                continue;
            var first = resolved.Value!;
            compared++;
            foreach (var text in new[] { first.DotConfig(), first.MinimalDefconfig() })
            {
                var second = Configurator.Resolve(input, DotConfigReader.Parse("/x", text).Value).Value!;
                Assert.True(first.DotConfig() == second.DotConfig(), $"Tree {seed} from\n{text}\ngives\n{second.DotConfig()}");
                Assert.Equal(first.Header(), second.Header());
            }
        }

        Assert.InRange(compared, 50, 300);
    }
}
