using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>One small file for each rule of the language (build-interface 3.1).</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("config A\n\tbool 'a'\n\tdefault y\n", "y")]
    [InlineData("config A\n  def_bool y\n", "y")]
    [InlineData("config A\r\n\tbool \"a\"\r\n\tdefault y\r\n", "y")]
    [InlineData("config A # comment\n\tbool \"a\" # comment\n\tdefault \\\n\ty\n# end", "y")]
    [InlineData("config A\n\tint\n\tdefault -5", "-5")]
    [InlineData("config A\n\tstring\n\tdefault \"a \\\"b\\\" \\\\ #c\"\n", "a \"b\" \\ #c")]
    [InlineData("config A\n\tstring\n\tdefault 'a \"b\"'\n", "a \"b\"")]
    [InlineData("config A\n\tbool \"a\"\n\thelp\n\t  config B\n\n\t    deeper\n\tdefault y\n", "y")]
    [InlineData("config A\n\tbool \"a\"\n\t---help---\n\t  x\n\tdefault y\n", "y")]
    [InlineData("config A\n  bool\n  prompt \"a\" if B || !B\n  default y\nconfig B\n  bool\n", "y")]
    [InlineData("if !B && (y || n)\nmenu \"m\"\nconfig A\n\tdef_bool y\nendmenu\nendif\nconfig B\n\tbool\n", "y")]
    [InlineData("config A\n\tint\n\tdefault 42\n\trange 1 10 if B\n\trange 40 50\nconfig B\n\tbool\n", "42")]
    [InlineData("X = y\nconfig A\n\tdef_bool $(X)\n", "y")]
    [InlineData("f = $(2)-$(1)\nconfig A\n\tstring\n\tdefault \"$(f,a,b)\"\n", "b-a")]
    [InlineData("a = 1\nb := $(a)\na = 2\nb += $(a)\nconfig A\n\tstring\n\tdefault \"$(b)\"\n", "1 2")]
    [InlineData("config A\n\tstring\n\tdefault \"$(ENV)\"\n", "from env")]
    [InlineData("# comment \\\nconfig A\n\tdef_bool y # comment \\\n\tdepends on y\n", "y")]
    [InlineData("config A\n\tstring\n\tdefault \"#\\\n#\"\n", "##")]
    [InlineData("config A\n\tdef_bool m\n\tdepends on !m\n", "y")]
    [InlineData("config A\n\tdef_bool y if !m\n", "y")]
    [InlineData("config A\n\tdef_tristate y\n\tdepends on m\nconfig MODULES\n\tdef_bool y\n\toption modules\n", "m")]
    [InlineData("config A\n\tdef_tristate y if m\nconfig MOD\n\tdef_bool y\n\toption modules\n", "m")]
    [InlineData("x := 1\ny = $(x)\nx += 2\ny += $(x)\nconfig A\n\tstring\n\tdefault \"$(y)\"\n", "1 2 1 2")]
    [InlineData("n += new\nconfig A\n\tstring\n\tdefault \"$(n)\"\n", "new")]
    [InlineData("greet = $(1), $(2)$(3)\nconfig A\n\tstring\n\tdefault \"$(greet,$(ENV), b)\"\n", "from env,  b")]
    [InlineData("low := 1\nconfig A\n\tint\n\trange $(low) 3\n\tdefault 2\n", "2")]
    [InlineData("choice\n\tprompt \"c\"\n\toptional\nconfig B\n\tbool \"b\"\nendchoice\nconfig A\n\tdef_bool !B\n", "y")]
    [InlineData("choice PICK\n\tprompt \"c\"\n\tdefault A\nconfig B\n\tbool \"b\"\nendchoice\nchoice PICK\nconfig A\n\tbool \"a\"\nendchoice\n", "y")]
    [InlineData("choice\n\tbool \"c\"\nconfig B\n\tbool \"b\"\nif B\nconfig A\n\tint \"a\"\n\tdefault 5\nendif\nconfig C\n\tbool \"c\"\nendchoice\n", "5")]
    [InlineData("config A\n\tbool \"a\"\n\tdefault y\n\toption allnoconfig_y\n", "y")]
    [InlineData("config A\n\tstring\n\tdefault \"$(filename):$(lineno)\"\n", "/k/Kconfig:3")]
    [InlineData("config A\n\tstring\n\toption env=\"ENV\"\n", "from env")]
    public void A_right_file_gives_the_value(string text, string expected)
    {
        var input = KconfigSandbox.Input(text) with { Environment = ImmutableDictionary<string, string>.Empty.Add("ENV", "from env") };
        var result = Configurator.Resolve(input, []);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(expected, result.Value!.Value("A"));
    }

    [Theory]
    [InlineData("config\n", "UK1201", 1)]
    [InlineData("config A B\n", "UK1201", 1)]
    [InlineData("config y\n\tbool\n", "UK1201", 1)]
    [InlineData("config A\n\tbool\n\tdepends A\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\tdefault y if\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\tdefault (y\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\tdefault y y\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\tdefault y & n\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\tselect \"B\"\n", "UK1201", 3)]
    [InlineData("config A\n\tbool\n\toption colour\n", "UK1201", 3)]
    [InlineData("config A\n\tbool \"open\n", "UK1205", 2)]
    [InlineData("config A\n\tbool \"$(open\"\n", "UK1205", 2)]
    [InlineData("a = $(a)\nconfig A\n\tbool \"$(a)\"\n", "UK1204", 3)]
    [InlineData("menu \"m\"\nconfig A\n\tbool\n", "UK1206", 1)]
    [InlineData("config A\n\tbool\nendif\n", "UK1206", 3)]
    [InlineData("menu \"a\"\nif y\nendmenu\nendif\nendmenu\n", "UK1206", 3)]
    [InlineData("source \"/k/Kconfig\"\n", "UK1203", 1)]
    [InlineData("x = $(shell,echo hi)\nconfig A\n\tbool \"$(x)\"\n", "UK1210", 3)]
    [InlineData("$(error-if,y,Out of luck.)\n", "UK1212", 1)]
    [InlineData("t = bool\nconfig A\n\t$(t) \"a\"\n", "UK1201", 3)]
    [InlineData("config A\n\tint\n\tdefault +5\n", "UK1201", 3)]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n\tdepends on A\nendchoice\n", "UK1207", 3)]
    [InlineData("config A\n\tbool\n\tdepends on B\nconfig B\n\tbool\n\tdepends on A\n", "UK1207", 1)]
    [InlineData("config A\n\tbool\n\tselect B\nconfig B\n\tbool\n\tdefault A\n\tselect A\n", "UK1207", 1)]
    public void A_wrong_line_is_one_error_at_its_place(string text, string code, int line)
    {
        var error = KconfigSandbox.Single(text);
        Assert.Equal((code, Severity.Error, KconfigSandbox.Root, line), (error.Code, error.Severity, error.File, error.Line));
    }

    [Theory]
    [InlineData("source \"/k/none\"\n", "UK1202")]
    [InlineData("source \"/k/none/*/Config.uk\"\n", "UK1202")]
    [InlineData("config A\n\tbool\nconfig A\n\tint\n", "UK1208")]
    [InlineData("config A\n\tdefault y\n", "UK1208")]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nendchoice\nconfig A\n\tbool\n", "UK1209")]
    [InlineData("config A\n\tdef_bool y\n\tselect B\nconfig B\n\tint\n\tdefault 1\n", "UK1209")]
    [InlineData("$(warning-if,y,Take care.)\n", "UK1212")]
    [InlineData("config A\n\tstring\n\tdefault \"$(HOME)\"\n", "UK1211")]
    [InlineData("config A\n\tstring\n\tdefault \"$(shel,ls)\"\n", "UK1211")]
    [InlineData("config A-B\n\tdef_bool y\n", "UK1213")]
    [InlineData("config A\n\tint\n\tdefault five\n", "UK1214")]
    [InlineData("config A\n\tstring\n\tdefault y && y\n", "UK1214")]
    [InlineData("config A\n\thex\n\tdefault 0\n\trange 0 top\n", "UK1214")]
    [InlineData("config A\n\tbool\n\trange 0 1\n", "UK1209")]
    [InlineData("config A\n\tint\n\tdefault 1\n\tselect B\nconfig B\n\tbool\n", "UK1209")]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool\nendchoice\n", "UK1209")]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\n\tdefault y\nendchoice\n", "UK1209")]
    [InlineData("choice\n\tprompt \"c\"\nmenu \"m\"\nconfig A\n\tbool \"a\"\nendmenu\nconfig B\n\tbool \"b\"\nendchoice\n", "UK1209")]
    [InlineData("choice\n\tprompt \"c\"\n\tdefault B\nconfig A\n\tbool \"a\"\nendchoice\nconfig B\n\tbool \"b\"\n", "UK1209")]
    [InlineData("config A\n\tbool\n\toption modules\nconfig B\n\tbool\n\toption modules\n", "UK1208")]
    [InlineData("config A\n\tdef_bool y\n\timply NOBODY\n", "UK1311")]
    [InlineData("config A\n\tbool\n\tdepends on NOBODY && y\n", "UK1312")]
    [InlineData("if LIB_X = \"y\"\nconfig A\n\tbool\nendif\n", "UK1312")]
    [InlineData("config A\n\tint \"a\"\n", "UK1313")]
    [InlineData("config A\n\tdef_tristate m\n", "UK1314")]
    [InlineData("config A\n\tdef_bool y\n\tselect NOBODY\n", "UK1309")]
    [InlineData("config A\n\tint\n\tdefault 42\n\trange 1 10\n", "UK1305")]
    [InlineData("config A\n\tdef_bool y\n\tselect B\nconfig B\n\tbool\n\tdepends on C\nconfig C\n\tbool \"c\"\n", "UK1308")]
    public void What_the_C_tools_pass_over_is_a_warning(string text, string code)
    {
        var warning = KconfigSandbox.Single(text);
        Assert.Equal((code, Severity.Warning), (warning.Code, warning.Severity));
        Assert.Equal(KconfigSandbox.Root, warning.File);
        Assert.NotEqual(0, warning.Line);
    }

    [Fact]
    public void An_unknown_keyword_proposes_the_nearest_one()
    {
        Assert.Contains("'select'", KconfigSandbox.Single("config A\n\tbool\n\tselct B\n").Remedy, StringComparison.Ordinal);
        Assert.Contains("'config'", KconfigSandbox.Single("confg A\n").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commented_or_disabled_select_of_nobody_is_no_warning() =>
        KconfigSandbox.Configuration("config A\n\tbool \"a\"\n\tselect NOBODY\n\timply NOBODY\n# select NOBODY\n");

    [Fact]
    public void A_name_that_many_conditions_mention_is_said_once_with_the_nearest_name()
    {
        var warning = KconfigSandbox.Single("config LIBUKSCHED\n\tbool \"a\"\nconfig B\n\tbool\n\tdepends on LIBUKSHED\n\tdefault y if !LIBUKSHED && N > 5\nconfig N\n\tint\n\tdefault 0x5 if LIBUKSHED\n\tdefault 7\n".Replace("0x5", "5", StringComparison.Ordinal));
        Assert.Equal(("UK1312", 5), (warning.Code, warning.Line));
        Assert.Contains("'LIBUKSCHED'", warning.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_sourced_in_order_with_globs_relative_and_optional()
    {
        using var folder = new TemporaryFolder();
        folder.File("a/Config.uk", "config A\n\tdef_bool y\n");
        folder.File("b/Config.uk", "rsource \"more.uk\"\n");
        folder.File("b/more.uk", "config B\n\tdef_bool y\n");
        folder.File(".hidden/Config.uk", "syntax error");
        var root = folder.File("Kconfig", "source \"$(BASE)/*/Config.uk\"\nsource \"[ab]/Config.u?\"\nosource \"none\"\n");
        var input = new KconfigInput(root) { Environment = ImmutableDictionary<string, string>.Empty.Add("BASE", folder.Path) };
        var result = Configurator.Resolve(input, []);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["A", "B"], result.Value!.Tree.Symbols.Select(s => s.Name));
        string[] files = ["Kconfig", "a/Config.uk", "b/Config.uk", "b/more.uk", "a/Config.uk", "b/Config.uk", "b/more.uk"];
        Assert.Equal(files.Select(f => Path.Combine(folder.Path, f)), result.Value.Files);
    }

    [Fact]
    public void A_missing_root_file_is_an_error() =>
        Assert.Equal("UK1202", Assert.Single(Configurator.Resolve(new KconfigInput("/nonexistent/Config.uk"), []).Diagnostics).Code);

    [Fact]
    public void Shell_commands_run_only_when_allowed()
    {
        var input = KconfigSandbox.Input("config A\n\tstring\n\tdefault \"$(shell,printf 'a\\nb\\n')\"\n") with { AllowShell = true, BaseFolder = "/" };
        Assert.Equal("a b", Configurator.Resolve(input, []).Value!.Value("A"));
    }

    [Fact]
    public void Shell_commands_have_no_input_a_time_limit_and_the_variables_of_the_tree()
    {
        var input = KconfigSandbox.Input("config A\n\tstring\n\tdefault \"$(shell,cat; echo $UK_TEST)\"\n") with
        {
            AllowShell = true,
            BaseFolder = "/",
            Environment = ImmutableDictionary<string, string>.Empty.Add("UK_TEST", "seen"),
        };
        Assert.Equal("seen", Configurator.Resolve(input, []).Value!.Value("A"));
        var endless = KconfigSandbox.Input("config A\n\tstring\n\tdefault \"$(shell,yes)\"\n") with { AllowShell = true, BaseFolder = "/" };
        Assert.Equal("UK1210", Assert.Single(Configurator.Resolve(endless, []).Diagnostics).Code);
    }

    [Fact]
    public void A_list_of_defconfigs_gives_values_where_the_project_has_no_defconfig()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("second.config", "CONFIG_A=y\nCONFIG_B=y\n");
        var root = folder.File("Kconfig", $"config LIST\n\tstring\n\toption defconfig_list\n\tdefault \"{folder.Path}/none\"\n\tdefault \"second.config\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n");
        var result = Configurator.Resolve(new KconfigInput(root), [new("B", "n")], useDefconfigList: true);
        Assert.Equal(("y", "n"), (result.Value!.Value("A"), result.Value.Value("B")));
        Assert.Contains(file, Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal("n", Configurator.Resolve(new KconfigInput(root), []).Value!.Value("A"));
    }

    [Fact]
    public void Help_and_titles_are_kept_for_menus()
    {
        var tree = KconfigSandbox.Input("mainmenu \"Title $(X)\"\nmenuconfig A\n\tbool \"Prompt\"\n\thelp\n\t  First.\n\n\t    Second.\n\nconfig B\n\tbool\n").Parse();
        Assert.Equal("Title ", tree.Title);
        var node = tree.Find("A")!.Nodes[0];
        Assert.Equal("First.\n\n  Second.", node.Help);
        Assert.True(node.IsMenuConfig);
    }
}
