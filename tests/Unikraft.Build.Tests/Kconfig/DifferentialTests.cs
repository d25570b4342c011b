using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Kconfig;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>The same input through this engine, Kconfiglib and the C tools of kconfig-frontends must give the same configuration.</summary>
public sealed class DifferentialTests : IDisposable
{
    private const int Trees = 300;
    private const int CTrees = 100;
    private const int RequestsPerTree = 2;
    private const int AnsweredTrees = 60;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Generated_trees_resolve_as_with_kconfiglib_byte_for_byte()
    {
        var cases = WriteCases(Trees);
        var script = Path.Combine(Repository.Root, "tests/Unikraft.Build.Tests/Kconfig/reference.py");
        var reference = await Cli.Wrap("/usr/bin/python3").WithArguments([script, .. cases]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(reference.ExitCode == 0, "Needs Debian's python3-kconfiglib. " + reference.StandardError);

        var failures = new List<string>();
        foreach (var item in cases)
        {
            var mine = Resolve(item);
            Compare(failures, item, ".config", File.ReadAllText($"{item}/reference.config"), mine.DotConfig());
            Compare(failures, item, "defconfig", File.ReadAllText($"{item}/reference.min"), mine.MinimalDefconfig());
            Compare(failures, item, "config.h", File.ReadAllText($"{item}/reference.h"), mine.Header());
            Compare(failures, item, "auto.conf", WithoutComments(File.ReadAllText($"{item}/reference.auto")), WithoutComments(mine.AutoConf()));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} configurations differ:\n" + string.Join("\n", failures.Take(5)));
    }

    [Fact]
    public async Task Generated_trees_resolve_as_with_the_C_tools()
    {
        var failures = new List<string>();
        var cases = WriteCases(CTrees, forOldTools: true);
        var compared = 0;
        foreach (var item in cases)
        {
            File.Copy($"{item}/request.config", $"{item}/c.config");
            Directory.CreateDirectory($"{item}/include/config");
            Directory.CreateDirectory($"{item}/include/generated");

            // It stops on an assertion of its own when an unmet dependency compares with an empty text.
            if (!await RunC(item, "--olddefconfig") || !await RunC(item, "--savedefconfig=c.min"))
                continue;
            compared++;
            var mine = Resolve(item);
            Compare(failures, item, ".config", Symbols(File.ReadAllText($"{item}/c.config")), Symbols(mine.DotConfig()));
            Compare(failures, item, "defconfig", File.ReadAllText($"{item}/c.min"), mine.MinimalDefconfig());
            if (!await RunC(item, "--silentoldconfig"))
                continue;
            Compare(failures, item, "config.h", Sorted(File.ReadAllText($"{item}/include/generated/autoconf.h")), Sorted(mine.Header()));
            Compare(failures, item, "auto.conf", Sorted(File.ReadAllText($"{item}/include/config/auto.conf")), Sorted(mine.AutoConf()));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {compared} configurations differ:\n" + string.Join("\n", failures.Take(5)));
        Assert.True(compared > cases.Count * 9 / 10, $"Only {compared} of {cases.Count} configurations could be compared.");
    }

    [Theory]
    [InlineData("--allyesconfig")]
    [InlineData("--allnoconfig")]
    public async Task All_questions_are_answered_as_by_the_C_tools(string goal)
    {
        var failures = new List<string>();
        var compared = 0;
        for (var seed = 0; seed < AnsweredTrees; seed++)
        {
            folder.File($"{seed}/Kconfig", new TreeGenerator(seed, forOldTools: true).Tree());
            var item = $"{folder.Path}/{seed}";
            if (!await RunC(item, goal))
                continue;
            compared++;
            var mine = Configurator.Resolve(new KconfigInput($"{item}/Kconfig"), []).Value!;
            if (goal == "--allyesconfig")
                Answers.AllYes(mine);
            else
                Answers.AllNo(mine);
            Compare(failures, item, goal, Symbols(File.ReadAllText($"{item}/c.config")), Symbols(mine.DotConfig()));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {compared} configurations differ:\n" + string.Join("\n", failures.Take(5)));
        Assert.True(compared > AnsweredTrees * 9 / 10, $"Only {compared} of {AnsweredTrees} configurations could be compared.");
    }

    private static async Task<bool> RunC(string item, string verb)
    {
        var reference = await Cli.Wrap("kconfig-conf")
            .WithArguments([verb, "Kconfig"])
            .WithWorkingDirectory(item)
            .WithEnvironmentVariables(e => e.Set("KCONFIG_CONFIG", $"{item}/c.config"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        // It asks for numbers without a value, and nobody answers.
        if (reference.StandardError.Contains("xfwrite: Assertion", StringComparison.Ordinal) || (reference.ExitCode != 0 && reference.StandardError.Contains("symbol value '' invalid", StringComparison.Ordinal)))
            return false;
        Assert.True(reference.ExitCode == 0, "Needs Debian's kconfig-frontends. " + reference.StandardError + File.ReadAllText($"{item}/Kconfig"));
        return true;
    }

    /// <summary>Version 4.11 writes titles and "is not set" of invisible symbols in another way than 5.2; the values are the same.</summary>
    private static string Symbols(string text) => string.Join('\n', text.Split('\n').Where(static l => l.StartsWith("CONFIG_", StringComparison.Ordinal)));

    private List<string> WriteCases(int trees, bool forOldTools = false)
    {
        var cases = new List<string>();
        for (var seed = 0; seed < trees; seed++)
        {
            var generator = new TreeGenerator(seed, forOldTools);
            var tree = generator.Tree();
            for (var i = 0; i < RequestsPerTree; i++)
            {
                folder.File($"{seed}-{i}/Kconfig", tree);
                folder.File($"{seed}-{i}/request.config", generator.Requests());
                cases.Add($"{folder.Path}/{seed}-{i}");
            }
        }

        return cases;
    }

    private static Configuration Resolve(string item)
    {
        var requests = DotConfigReader.Read($"{item}/request.config");
        var result = Configurator.Resolve(new KconfigInput($"{item}/Kconfig"), requests.Value);
        Assert.True(result.Succeeded, string.Join("\n", result.Diagnostics) + File.ReadAllText($"{item}/Kconfig"));
        return result.Value!;
    }

    private static string WithoutComments(string text) => string.Join('\n', text.Split('\n').Where(static l => !l.StartsWith('#')));

    private static string Sorted(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private static void Compare(List<string> failures, string item, string what, string expected, string actual)
    {
        if (expected == actual)
            return;
        var difference = expected.Split('\n').Except(actual.Split('\n')).Select(static l => "- " + l).Concat(actual.Split('\n').Except(expected.Split('\n')).Select(static l => "+ " + l));
        failures.Add($"{Path.GetFileName(item)} {what}:\n{string.Join('\n', difference)}\n");
    }
}
