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
    [InlineData("config A\n\tdef_tristate m\n", "y")]
    [InlineData("config A\n\tint\n\tdefault 42\n\trange 1 10 if B\n\trange 40 50\nconfig B\n\tbool\n", "42")]
    [InlineData("X = y\nconfig A\n\tdef_bool $(X)\n", "y")]
    [InlineData("f = $(2)-$(1)\nconfig A\n\tstring\n\tdefault \"$(f,a,b)\"\n", "b-a")]
    [InlineData("a = 1\nb := $(a)\na = 2\nb += $(a)\nconfig A\n\tstring\n\tdefault \"$(b)\"\n", "1 2")]
    [InlineData("config A\n\tstring\n\tdefault \"$(UNSET)$(HOME)|$(ENV)\"\n", "|from env")]
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
        KconfigSandbox.Configuration("config A\n\tbool \"a\"\n\tselect NOBODY\nconfig B\n\tbool\n\tdepends on NOBODY\n\tdefault y\n");

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
        var input = KconfigSandbox.Input("config A\n\tstring\n\tdefault \"$(shell,printf 'a\\nb\\n')\"\n") with { AllowShell = true };
        Assert.Equal("a b", Configurator.Resolve(input, []).Value!.Value("A"));
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
