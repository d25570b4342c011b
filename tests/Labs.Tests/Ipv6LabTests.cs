using System.Net;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>
/// The published labs in IPv6 (6PE): with each address replaced by its counterpart, commands, dump and counts are those of IPv4, since TNT's rules know
/// no family. Left out are the two labs of repeated addresses: a buddy is a matter of IPv4 (docs/tnt.md).
/// </summary>
public sealed partial class Ipv6LabTests
{
    private static readonly string[] OfIpv4 = ["ex09", "ex10"];

    [Fact]
    public async Task Every_lab_gives_in_IPv6_what_it_gives_in_IPv4()
    {
        var labs = Directory.GetFiles(Repository.Labs, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Except(OfIpv4).Order().ToList();
        var folder = Directory.CreateTempSubdirectory("labs-test-");
        try
        {
            foreach (var lab in labs)
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, lab + ".json"), ToIpv6(await File.ReadAllTextAsync(Path.Combine(Repository.Labs, lab + ".json"))));
            var result = await Cli.Wrap("dotnet")
                .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), .. labs.Select(lab => Path.Combine(folder.FullName, lab + ".json")), "--jobs", "32", "--timeout", "120", "--output", Path.Combine(folder.FullName, "out"), "--program", await LabRuns.BuildProgramAsync()])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            Assert.True(result.ExitCode == 0, result.StandardError);

            var runs = result.StandardOutput.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(labs.Count, runs.Length);
            foreach (var (lab, output) in labs.Zip(runs))
            {
                var expected = ExpectedText.Parse(ToIpv6(await File.ReadAllTextAsync(Path.Combine(Repository.Expected, lab + ".txt"))));
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

    private static string ToIpv6(string text) => Ipv4().Replace(text, match => match.Value == "172.20.0.2"
        ? "2620:172::2"
        : IPAddress.Parse($"2620:20:{match.Groups[2].Value}:{match.Groups[3].Value}::{match.Groups[4].Value}").ToString());

    [GeneratedRegex(@"\b(\d+)\.(\d+)\.(\d+)\.(\d+)\b")]
    private static partial Regex Ipv4();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
