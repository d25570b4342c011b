using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>
/// The published labs in IPv6 (6PE): with each address replaced by its counterpart, commands, dump and counts are those of IPv4, since TNT's rules know
/// no family.
/// </summary>
public sealed partial class Ipv6LabTests
{
    [Fact]
    public async Task Every_lab_gives_in_IPv6_what_it_gives_in_IPv4() =>
        await CheckAsync(Ipv6Lab.All, Ipv6Lab.Given, ["--jobs", "32", "--program", await LabRuns.ProgramAsync()]);

    [Fact]
    public Task Every_lab_gives_the_same_to_a_guest_with_an_advertised_address() => CheckAsync(Ipv6Lab.All, Ipv6Lab.Advertised, Guest);

    [Fact]
    public Task A_lab_gives_the_same_to_a_guest_with_a_given_address() => CheckAsync(["ex02", "ex04"], Ipv6Lab.Given, Guest);

    /// <summary>A plain lab, one with labels in extensions, one with a hidden tunnel, one of several destinations.</summary>
    [Fact]
    public Task A_lab_gives_the_same_to_a_guest_that_probes_through_sockets() =>
        CheckAsync(["ex01", "ex02", "ex05", "ex17"], Ipv6Lab.Advertised, [.. Guest, "--", "--sockets"]);

    [Fact]
    public Task A_guest_has_IPv6_in_4_MiB_of_memory() => CheckAsync(["ex04"], Ipv6Lab.Advertised, ["--memory", "4", .. Guest]);

    /// <summary>A few at once: most of a run is waiting, for duplicates of the address.</summary>
    private static string[] Guest => ["--jobs", "3", "--kvm", "off", "--image", LabRuns.Image()];

    private static async Task CheckAsync(IReadOnlyList<string> labs, string vp, IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("labs-test-");
        try
        {
            var paths = new List<string>();
            foreach (var lab in labs)
                paths.Add(await Ipv6Lab.WriteAsync(folder.FullName, lab, vp));
            var result = await Cli.Wrap("dotnet")
                .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), .. paths, "--timeout", "120", "--output", Path.Combine(folder.FullName, "out"), .. arguments])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            Assert.True(result.ExitCode == 0, result.StandardError);

            var runs = result.StandardOutput.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(labs.Count, runs.Length);
            foreach (var (lab, output) in labs.Zip(runs))
            {
                var expected = ExpectedText.Parse(Ipv6Lab.Translate(await File.ReadAllTextAsync(Path.Combine(Repository.Expected, lab + ".txt")), vp));
                var actual = ExpectedText.Parse(LabRun.Of(result.ExitCode, output + "\n}\n", result.StandardError).Transcript());
                Assert.Equal(Comparable(lab, expected.Unordered()), Comparable(lab, actual.Unordered()));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Columns are as wide as their addresses.</summary>
    private static string Comparable(string lab, ExpectedText text) => lab + "\n" + Blanks().Replace(text.Join(), " ");

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
