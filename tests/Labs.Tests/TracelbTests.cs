using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>Load-balancer discovery on labs with balancers: the routers of the lab, and what Debian's scamper finds.</summary>
public sealed class TracelbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracelb-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Balancing by flow, then by packet: links and sets, with as many probes as scamper sends when flows meet the same branches.</summary>
    [Fact]
    public async Task Finds_what_the_lab_has_and_what_scamper_finds()
    {
        // The checksums of ICMP probes are the same for both programs, so by flow they meet the same routers; those by packet are drawn.
        string[] command = ["-p", "1000", "-O", "text", "-I", "tracelb -P icmp-echo -c 99 -W 15 20.0.6.2"];
        var ours = RunAsync(Lab("both", 5, "flow", 3, "packet", 2), "ours", await ReplayTests.ScamperProgramAsync(), command);
        var theirs = RunAsync(Lab("both", 5, "flow", 3, "packet", 2), "theirs", "scamper", command);

        var graph = """
            20.0.0.2 -> 20.0.1.2
            20.0.1.2 -> 20.0.2.2
            20.0.1.2 -> 20.0.2.3
            20.0.1.2 -> 20.0.2.4
            20.0.2.2 -> 20.0.3.2
            20.0.2.3 -> 20.0.3.2
            20.0.2.4 -> 20.0.3.2
            20.0.3.2 -> (20.0.4.2, 20.0.4.3) -> 20.0.5.2
            20.0.5.2 -> 20.0.6.2

            """;
        Assert.Equal((await theirs).ReplaceLineEndings(), await ours);
        Assert.EndsWith("%\n" + graph.ReplaceLineEndings("\n"), await ours, StringComparison.Ordinal);
    }

    // The two balancers have different widths: of equal ones netlab's take the same turn, and behind one branch of the first only one of the second is met.
    [Theory]
    [InlineData("udp-dport", 2, 3)]
    [InlineData("udp-sport", 5, 2)]
    [InlineData("tcp-sport", 3, 4)]
    [InlineData("tcp-ack-sport", 4, 3)]
    public async Task Finds_every_branch_of_two_balancers(string method, int first, int second)
    {
        var program = await ReplayTests.ScamperProgramAsync();
        var dump = await RunAsync(Lab(method, first + second, "flow", first, "flow", second), method, program,
            ["-p", "1000", "-O", "text", "-I", $"tracelb -P {method} -s 40000 -c 99 -W 0 -w 1 -g 1 -q 1 20.0.6.2"]);

        // netlab's hosts do not speak TCP.
        var end = method.StartsWith("tcp", StringComparison.Ordinal) ? "* -> *" : "20.0.6.2";
        var links = new List<string> { "20.0.0.2 -> 20.0.1.2", $"20.0.5.2 -> {end}" };
        links.AddRange(Enumerable.Range(2, first).SelectMany(i => new[] { $"20.0.1.2 -> 20.0.2.{i}", $"20.0.2.{i} -> 20.0.3.2" }));
        links.AddRange(Enumerable.Range(2, second).SelectMany(i => new[] { $"20.0.3.2 -> 20.0.4.{i}", $"20.0.4.{i} -> 20.0.5.2" }));
        Assert.Equal(links.Order(StringComparer.Ordinal), dump.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Order(StringComparer.Ordinal));
    }

    // Six routers and the destination; behind the second and the fourth stand several, side by side.
    private string Lab(string name, int seed, string by, int width, string nextBy, int nextWidth)
    {
        JsonNode Router(int i) => JsonNode.Parse($$"""{"name": "R{{i}}", "left": "20.0.{{i}}.2", "right": "20.0.{{i + 1}}.1", "te": 255, "er": 255}""")!;
        JsonNode Balanced(int i, string how, int count) => JsonNode.Parse(
            $$"""{"by": "{{how}}", "left": [{{string.Join(", ", Enumerable.Range(3, count - 1).Select(last => $"\"20.0.{i}.{last}\""))}}]}""")!;

        var routers = Enumerable.Range(0, 7).Select(Router).ToArray();
        routers[2]["balanced"] = Balanced(2, by, width);
        routers[4]["balanced"] = Balanced(4, nextBy, nextWidth);
        routers[6]["right"] = null;
        var path = Path.Combine(_folder.FullName, name + ".json");
        var lab = new JsonObject { ["case"] = name, ["vp"] = "172.20.0.2", ["seed"] = seed, ["routers"] = new JsonArray(routers), ["destinations"] = new JsonArray("20.0.6.2") };
        File.WriteAllText(path, lab.ToJsonString());
        return path;
    }

    // What the program printed: the dump before the empty line.
    private async Task<string> RunAsync(string lab, string output, string program, string[] arguments)
    {
        var result = await Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), lab, "--timeout", "120", "--output", Path.Combine(_folder.FullName, output), "--exec", "--", program, .. arguments])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput[..(result.StandardOutput.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
    }
}
