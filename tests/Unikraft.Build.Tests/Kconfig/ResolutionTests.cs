using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>The observed rules of build-interface 3.3, and what is said when a request was not taken.</summary>
public sealed class ResolutionTests
{
    private const string Bools = "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on A\nconfig C\n\tbool \"c\"\n\tselect B\n";

    [Theory]
    [InlineData("config A\n\tbool \"a\" if n\n\tdefault y\n", "A", "y")]
    [InlineData("config A\n\tbool \"a\"\n\tdefault n\n\tdefault y\n", "A", "n")]
    [InlineData("config A\n\tint\n", "A", null)]
    [InlineData("config A\n\tstring \"a\"\n", "A", "")]
    [InlineData("config A\n\tbool \"a\"\nconfig B\n\tdef_bool y\n\timply A\n", "A", "y")]
    [InlineData("config A\n\tbool \"a\"\n\tdepends on C\nconfig B\n\tdef_bool y\n\timply A\nconfig C\n\tbool \"c\"\n", "A", null)]
    [InlineData("config A\n\tbool\n\tdefault y if B\nconfig A\n\tbool\n\tdefault y\nconfig B\n\tbool\n", "A", "y")]
    [InlineData("choice\n\tprompt \"c\"\n\tdefault B\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n", "B", "y")]
    [InlineData("choice\n\tprompt \"c\"\n\toptional\nconfig A\n\tbool \"a\"\nendchoice\n", "A", null)]
    public void Defaults_give_the_value(string text, string symbol, string? expected) => Assert.Equal(expected, KconfigSandbox.Configuration(text).Value(symbol));

    [Theory]
    [InlineData(Bools, "A=y B=y", "A", "y")]
    [InlineData(Bools, "CONFIG_A=y", "A", "y")]
    [InlineData(Bools, "A=y A=n", "A", "n")]
    [InlineData(Bools, "B=n", "B", null)]
    [InlineData("config A\n\thex \"a\"\n", "A=ff", "A", "ff")]
    [InlineData("config A\n\tbool \"a\"\nconfig B\n\tdef_bool y\n\timply A\n", "A=n", "A", "n")]
    public void A_request_that_can_be_taken_is_taken_without_a_word(string text, string requests, string symbol, string? expected) =>
        Assert.Equal(expected, KconfigSandbox.Configuration(text, requests).Value(symbol));

    [Theory]
    [InlineData(Bools, "UNKNOWN=y", "UK1301", "No Config.uk defines the symbol UNKNOWN", "Refer to the library")]
    [InlineData("config LWIP_IPV6\n\tbool \"a\"\n", "LWIP_IVP6=y", "UK1301", "'LWIP_IPV6'", null)]
    [InlineData(Bools, "B=y", "UK1302", "A (now n), required at /k/Kconfig:5", "<UkConfig Include=\"A\" Value=\"y\" />")]
    [InlineData("if !A\nconfig B\n\tbool \"b\"\nendif\nconfig A\n\tdef_bool y\n", "B=y", "UK1302", "A off (now y), required at /k/Kconfig:1", "Value=\"n\"")]
    [InlineData("config B\n\tbool \"b\"\n\tdepends on HAVE\nconfig HAVE\n\tbool\nconfig P\n\tbool \"p\"\n\tselect HAVE\n", "B=y", "UK1302", "HAVE (now n)", "Turn on what provides it: P.")]
    [InlineData("menu \"m\"\n\tvisible if A\nconfig B\n\tbool \"b\"\nendmenu\nconfig A\n\tbool \"a\"\n", "B=y", "UK1302", "A (now n), required at /k/Kconfig:2", "Include=\"A\"")]
    [InlineData("config B\n\tbool \"b\" if N > 5\nconfig N\n\tint \"n\"\n\tdefault 3\n", "B=y", "UK1302", "N > 5 (N is now 3), required at /k/Kconfig:2", "Include=\"N\"")]
    [InlineData("config A\n\tbool \"a\"\nconfig C\n\tdef_bool y\n\tselect A\n", "A=n", "UK1303", "C (/k/Kconfig:5) selects it", "Turn off what selects it")]
    [InlineData(Bools, "A=maybe", "UK1304", "'maybe' is not a value of the bool symbol A", "Use y or n.")]
    [InlineData("config A\n\tint \"a\"\n\tdefault 1\n", "A=0x5", "UK1304", "'0x5' is not a value of the int symbol A", "decimal")]
    [InlineData("config A\n\tint \"a\"\n\trange 1 10\n\tdefault 5\n", "A=42", "UK1305", "between 1 and 10, required at /k/Kconfig:3", "in that range")]
    [InlineData("config A\n\tbool\n\tdefault y\n", "A=n", "UK1306", "has no prompt", "/k/Kconfig:1")]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n", "A=y B=y", "UK1307", "takes one member, and B", "Keep one")]
    [InlineData("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n", "A=n", "UK1307", "one must be", "another member of the choice: B")]
    public void A_request_that_is_not_taken_is_a_warning_that_says_why_where_and_what_to_change(string text, string requests, string code, string cause, string? remedy)
    {
        var warning = KconfigSandbox.Single(text, requests);
        Assert.Equal((code, Severity.Warning, "/p/x.ukproj"), (warning.Code, warning.Severity, warning.File));
        Assert.Contains(cause, warning.Text, StringComparison.Ordinal);
        Assert.Contains(remedy ?? "", warning.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_needs_what_nothing_defines_is_told_so()
    {
        var warning = Assert.Single(KconfigSandbox.Resolve("config B\n\tbool \"b\"\n\tdepends on NOBODY\n", "B=y").Diagnostics, d => d.Code == "UK1302");
        Assert.Contains("NOBODY (which nothing defines)", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_select_with_unmet_dependencies_is_said_once_at_the_select()
    {
        var result = KconfigSandbox.Resolve(Bools, "C=y");
        var warning = Assert.Single(result.Diagnostics);
        Assert.Equal(("UK1308", "/k/Kconfig", 8), (warning.Code, warning.File, warning.Line));
        Assert.Contains("needs A (now n), required at /k/Kconfig:5", warning.Message, StringComparison.Ordinal);
        Assert.Equal("y", result.Value!.Value("B"));
    }

    [Fact]
    public void Values_follow_every_change_of_a_users_value()
    {
        var evaluator = new Evaluator(KconfigSandbox.Input(Bools).Parse());
        var (a, b) = (evaluator.Tree.Find("A")!, evaluator.Tree.Find("B")!);
        evaluator.SetUserValue(b, "y");
        Assert.Equal("n", evaluator.Text(b));
        evaluator.SetUserValue(a, "y");
        Assert.Equal("y", evaluator.Text(b));
        Assert.Equal(ValueSource.User, evaluator.State(b).Source);
        evaluator.SetUserValue(a, null);
        Assert.Equal("n", evaluator.Text(b));
    }
}
