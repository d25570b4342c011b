using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>
/// Random and mutated Kconfig files and configurations: never a crash, never a hang. Runs for a few seconds; UK_FUZZ_SECONDS gives it more, UK_FUZZ_SEED repeats
/// one input (docs/kconfig.md).
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly string[] Pieces =
    [
        "config A\n", "menuconfig B\n", "\tbool \"x\"\n", "\ttristate\n", "\tint \"n\"\n", "\thex\n", "\tstring \"s\"\n", "\tdefault y\n", "\tdefault A if B\n", "\tdef_bool !A\n", "\tdepends on A\n",
        "\tdepends on B && (A || m)\n", "\tselect A\n", "\timply B if A\n", "\trange 1 10\n", "\trange A B\n", "\tvisible if A\n", "\toptional\n", "\toption modules\n", "\toption defconfig_list\n",
        "\toption env=\"X\"\n", "\thelp\n\t  text\n", "if A\n", "endif\n", "menu \"m\"\n", "endmenu\n", "choice\n", "choice C\n", "endchoice\n", "comment \"c\"\n", "source \"/k/Kconfig\"\n",
        "source \"/k/*\"\n", "rsource \"x\"\n", "osource \"\"\n", "mainmenu \"t\"\n", "X := $(X)y\n", "f = $(1)$(f,$(1))\n", "$(f,a)\n", "$(info,x)\n", "$(error-if,$(X),e)\n", "\tdefault \"$(shell,true)\"\n",
        "\tprompt \"p\" if A != B\n", "# comment \\\n", "\\\n", "\"", "'", "$(", ")", "&&", "\0", "\t", " = ", "999999999999999999999", "0xffffffffffffffffffff", "config A-B\n", "\u00e9\ud800",
    ];

    [Fact]
    public void Any_text_ends_in_values_or_coded_diagnostics_soon()
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("UK_FUZZ_SECONDS") ?? "4", CultureInfo.InvariantCulture);
        var only = Environment.GetEnvironmentVariable("UK_FUZZ_SEED");
        var watch = Stopwatch.StartNew();
        for (var seed = only is null ? 0 : int.Parse(only, CultureInfo.InvariantCulture); seed == 0 || watch.Elapsed.TotalSeconds < seconds; seed++)
        {
            var one = Stopwatch.StartNew();
            // Nothing can catch an overflow of the stack; then the file names the input.
            if (Environment.GetEnvironmentVariable("UK_FUZZ_SECONDS") is not null)
                File.WriteAllText(Path.Combine(Path.GetTempPath(), "uk-fuzz.seed"), $"{seed}\n");
            try
            {
                Try(new Random(seed));
            }
            catch (Exception problem)
            {
                Assert.Fail($"UK_FUZZ_SEED={seed}: {problem}");
            }

            Assert.True(one.Elapsed < Limit, $"UK_FUZZ_SEED={seed} took {one.Elapsed}.");
            if (only is not null)
                break;
        }
    }

    private static void Try(Random random)
    {
        var kconfig = random.Next(2) == 0 ? Assemble(random) : Mutate(random, new TreeGenerator(random.Next(50)).Tree());
        var requests = DotConfigReader.Parse("/x/.config", random.Next(2) == 0 ? Noise(random) : Mutate(random, "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_S1=\"a \\\"q\\\"\"\nCONFIG_S2=5\n"));
        var result = Configurator.Resolve(KconfigSandbox.Input(kconfig), requests.Value, useDefconfigList: true);
        Assert.All(requests.Diagnostics.AddRange(result.Diagnostics), static d => Assert.Matches("^UK1[23][0-9][0-9]$", d.Code));
        if (result.Value is not { } configuration)
        {
            Assert.False(result.Succeeded);
            return;
        }

        var text = configuration.DotConfig();
        _ = configuration.Header() + configuration.AutoConf() + configuration.MinimalDefconfig();
        var again = Configurator.Resolve(KconfigSandbox.Input(kconfig), DotConfigReader.Parse("/x/.config", text).Value).Value!;
        Assert.Equal(text.Length > 0, again.DotConfig().Length > 0);
        if (configuration.Tree.Symbols.Count == 0)
            return;
        var explainer = new Explainer(configuration);
        for (var i = 0; i < 3; i++)
            _ = explainer.Explain(configuration.Tree.Symbols[random.Next(configuration.Tree.Symbols.Count)]);
        Assert.Equal(text, configuration.DotConfig());
        Press(random, configuration);
    }

    private static void Press(Random random, Configuration configuration)
    {
        var menu = new ConfigMenu(configuration, [], []);
        for (var i = 0; i < 40; i++)
        {
            var key = (ConsoleKey)random.Next(8, 91);
            menu.Press(new ConsoleKeyInfo("ynm /?zsqQ5a\0"[random.Next(13)], key, shift: false, alt: false, control: random.Next(9) == 0));
            Assert.All(menu.Screen(random.Next(0, 100), 12), static l => Assert.DoesNotContain(l.Text, char.IsControl));
        }

        _ = menu.Apply("CONFIG_A=y\n# why\n");
    }

    private static string Assemble(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(60); count > 0; count--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string Mutate(Random random, string right)
    {
        var text = new StringBuilder(right);
        for (var edits = random.Next(1, 20); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0 when at < text.Length:
                    text[at] = (char)random.Next(1, 300);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(30), text.Length - at));
                    break;
                case 2:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    var from = random.Next(right.Length);
                    text.Insert(at, right.AsSpan(from, Math.Min(40, right.Length - from)));
                    break;
            }
        }

        return text.ToString();
    }

    private static string Noise(Random random) => new([.. Enumerable.Range(0, random.Next(200)).Select(_ => "CONFIG_A=\"\\y n#\n\r 0x\0é"[random.Next(22)])]);
}
