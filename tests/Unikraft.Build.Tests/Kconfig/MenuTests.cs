using Unikraft.Build.Kconfig;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>Keys go in, a screen and a file come out.</summary>
public sealed class MenuTests
{
    private const string Tree = """
        mainmenu "Test"

        config TOP
        	bool "Top"
        	help
        	  Words of help.

        menu "Network"
        menuconfig NET
        	bool "Stack"
        config NET_MTU
        	int "MTU"
        	depends on NET
        	range 100 9000
        	default 1500
        config NAME
        	string "Name"
        endmenu

        choice
        	prompt "Log"
        config LOG_NONE
        	bool "none"
        config LOG_ALL
        	bool "all"
        endchoice

        config HIDDEN
        	bool "Hidden"
        	depends on TOP

        """;

    private const string File = "# what we need\r\nCONFIG_LOG_ALL=y\r\n\n# later\nCONFIG_STALE=7\n";

    [Fact]
    public void A_menu_shows_titles_marks_and_what_opens()
    {
        var menu = Menu();
        Assert.Equal(["> [ ] Top", "      Network  --->", "      Log (all)  --->"], List(menu));
        Press(menu, "DE");
        Assert.Equal(["> [ ] Stack  --->", "  () Name"], List(menu));
        Assert.Equal("Test > Network", menu.Screen(80, 24)[0].Text);
        Press(menu, "yE");
        Assert.Equal(["> (1500) MTU"], List(menu));
        Press(menu, "LLUy");
        Assert.Equal(["> [*] Top", "      Network  --->", "      Log (all)  --->", "  [ ] Hidden"], List(menu));
    }

    [Fact]
    public void Changes_go_into_the_file_and_nothing_of_it_is_lost()
    {
        var menu = Menu();
        // Top on; Network: stack on, MTU 9000, Name x"y; Log: none.
        Press(menu, "yDEyEEBBBB9000EL");
        Press(menu, "D");
        Press(menu, "Ex\"yEL");
        Press(menu, "DE ");
        Assert.True(menu.HasChanges);
        Assert.Equal("# what we need\r\n\n# later\nCONFIG_STALE=7\nCONFIG_TOP=y\r\nCONFIG_NET=y\r\nCONFIG_NET_MTU=9000\r\nCONFIG_NAME=\"x\\\"y\"\r\n", menu.Apply(File));
        menu.Saved();
        Assert.False(menu.HasChanges);
    }

    [Fact]
    public void A_line_that_exists_is_changed_where_it_stands_and_a_default_needs_none()
    {
        var menu = new ConfigMenu(KconfigSandbox.Configuration(Tree, "TOP=y"), [], ["TOP"]);
        Press(menu, "n");
        Assert.Equal("a\n# CONFIG_TOP is not set\nb\n", menu.Apply("a\nCONFIG_TOP=y\nb\n"));
        Press(menu, "y");
        Assert.False(menu.HasChanges);
        var other = Menu();
        Press(other, "y");
        Press(other, "n");
        Assert.Equal(File, other.Apply(File));
    }

    [Fact]
    public void What_the_project_file_says_is_not_changed()
    {
        var menu = new ConfigMenu(KconfigSandbox.Configuration(Tree, "TOP=y"), [new ConfigRequest("TOP", "y") { File = "/p/x.ukproj", Line = 3 }], []);
        Press(menu, "n");
        Assert.Contains(menu.Screen(80, 24), static l => l.Text == "TOP is set at /p/x.ukproj:3. Change it there.");
        Assert.False(menu.HasChanges);
    }

    [Theory]
    [InlineData("DEyEEBBBB5E", "The value must lie between 100 and 9000.")]
    [InlineData("DEyEEBBBBabcE", "'abc' is not a value of a int symbol. Use a decimal number.")]
    [InlineData("DDEDn", "One entry of the choice must be on. Turn on another one.")]
    [InlineData("zDDDy", "HIDDEN cannot be set now. Press ? to see what blocks it.")]
    [InlineData("/hidE", "  depends on TOP: BLOCKS, is n (TOP = n)  /k/Kconfig:30")]
    [InlineData("/mtuE", "  to get")]
    [InlineData("?", "Words of help.")]
    [InlineData("?", "  value: no default counts, and nobody sets it")]
    public void What_cannot_be_is_said_on_the_screen(string keys, string expected)
    {
        var menu = Menu();
        Press(menu, keys);
        var screen = menu.Screen(80, 30).Select(static l => l.Text).ToList();
        Assert.True(expected == "  to get" ? screen.Any(static l => l.Contains("MTU", StringComparison.Ordinal)) : screen.Contains(expected), string.Join('\n', screen));
    }

    [Fact]
    public void Search_goes_to_the_entry_and_question_marks_and_letters_are_text_there()
    {
        var menu = Menu();
        Press(menu, "/nameE");
        Assert.Equal("Test > Network", menu.Screen(80, 24)[0].Text);
        Assert.Equal("> () Name", List(menu)[1]);
        Press(menu, "/?");
        Assert.Equal("Search: ?_", menu.Screen(80, 24)[0].Text);
    }

    [Fact]
    public void Quitting_asks_before_changes_are_lost()
    {
        Assert.Equal(MenuOutcome.Discard, Menu().Press(Key('Q')));
        Assert.Equal(MenuOutcome.SaveAndQuit, Menu().Press(Key('q')));
        var menu = Menu();
        Press(menu, "y");
        Assert.Equal(MenuOutcome.Continue, menu.Press(Key('Q')));
        Assert.Equal(MenuOutcome.Continue, menu.Press(Key('n')));
        menu.Press(Key('Q'));
        Assert.Equal(MenuOutcome.Discard, menu.Press(Key('y')));
    }

    [Fact]
    public void A_screen_is_never_larger_than_the_terminal()
    {
        var menu = Menu();
        for (var width = 0; width < 30; width++)
        {
            for (var height = 0; height < 12; height++)
            {
                var screen = menu.Screen(width, height);
                Assert.InRange(screen.Count, 0, height);
                Assert.All(screen, l => Assert.InRange(l.Text.Length, 0, width));
            }
        }
    }

    private static ConfigMenu Menu() => new(KconfigSandbox.Configuration(Tree, "LOG_ALL=y"), [], ["LOG_ALL", "STALE"]);

    private static List<string> List(ConfigMenu menu) => [.. menu.Screen(80, 24).Skip(2).SkipLast(2).Select(static l => l.Text).Where(static t => t.Length > 0)];

    /// <summary>Capital letters are keys without a character: U and D move, E is Enter, L is left, B is Backspace.</summary>
    private static void Press(ConfigMenu menu, string keys)
    {
        foreach (var c in keys)
            menu.Press(Key(c));
    }

    private static ConsoleKeyInfo Key(char c) => c switch
    {
        'U' => new('\0', ConsoleKey.UpArrow, false, false, false),
        'D' => new('\0', ConsoleKey.DownArrow, false, false, false),
        'L' => new('\0', ConsoleKey.LeftArrow, false, false, false),
        'E' => new('\r', ConsoleKey.Enter, false, false, false),
        'B' => new('\b', ConsoleKey.Backspace, false, false, false),
        _ => new(c, ConsoleKey.None, false, false, false),
    };
}
