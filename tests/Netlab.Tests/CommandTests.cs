using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Netlab.Tests;

/// <summary>The netlab command itself, on the TUN wire.</summary>
public sealed class CommandTests
{
    private static readonly string Netlab = typeof(NetlabException).Assembly.Location;

    [Fact]
    public async Task Any_program_can_probe_a_lab()
    {
        using var output = new TemporaryFolder();
        var result = await RunAsync("ex02", "--output", output.Path, "--exec", "--", "scamper", "-O", "text", "-i", "20.9.9.9");

        Assert.Equal("", string.Join('\n', result.StandardError.Split('\n').Where(line => line.StartsWith("UK", StringComparison.Ordinal))));
        Assert.Equal(0, result.ExitCode);
        foreach (var address in new[] { "20.0.0.2", "20.0.1.2", "20.0.2.2", "20.0.3.2", "20.0.4.2", "20.0.5.2", "20.0.6.2", "20.9.9.9" })
            Assert.Contains(address, result.StandardOutput);
        var summary = Summary(result.StandardOutput);
        Assert.Equal(8, summary.GetProperty("probes_sent").GetInt32());
        Assert.True(new FileInfo(summary.GetProperty("pcap").GetString()!).Length > 24 + (16 * 16));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_program() =>
        Assert.Equal(7, (await RunAsync("ex01", "--exec", "--", "sh", "-c", "exit 7")).ExitCode);

    [Fact]
    public async Task A_program_that_never_ends_is_stopped()
    {
        var result = await RunAsync("ex01", "--timeout", "1", "--exec", "--", "sleep", "60");
        Assert.Equal(124, result.ExitCode);
        Assert.Contains("UK4015: ", result.StandardError);
    }

    [Fact]
    public async Task Several_labs_give_their_results_in_order()
    {
        using var output = new TemporaryFolder();
        using var copies = new TemporaryFolder();
        // A program that probes and ends; the second one needs longer than the first.
        var prober = Path.Combine(copies.Path, "prober");
        await File.WriteAllTextAsync(prober, "#!/bin/sh\ncase \"$*\" in *ex02*) sleep 1;; esac\nexec scamper -O text -i 20.9.9.9 >&2\n");
        await CliWrap.Cli.Wrap("chmod").WithArguments(["+x", prober]).ExecuteAsync();
        var result = await RunAsync("ex02", Path.Combine(Repository.Labs, "ex01.json"), "--program", prober, "--output", output.Path, "--jobs", "2");

        Assert.Equal(0, result.ExitCode);
        var summaries = result.StandardOutput.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text + "\n}").RootElement).ToList();
        Assert.Equal([("ex02.json", 8), ("ex01.json", 6)], summaries.Select(summary =>
            (Path.GetFileName(summary.GetProperty("lab").GetString()!), summary.GetProperty("probes_sent").GetInt32())));
        Assert.True(File.Exists(Path.Combine(output.Path, "ex01/lab.pcap")));
    }

    [Theory]
    [InlineData("UK4014", "--exec", "--", "/nowhere/program")]
    [InlineData("UK4012", "--exec")]
    [InlineData("UK4012", "--imge", "x")]
    [InlineData("UK4012")]
    [InlineData("UK4012", "--image", "x", "--tun", "y")]
    [InlineData("UK4012", "--tun", "y", "--", "z")]
    [InlineData("UK4012", "--image", "x", "--machine", "q36")]
    [InlineData("UK4012", "--image", "x", "--memory", "0")]
    [InlineData("UK4013", "--output", "/proc/nowhere", "--image", "x")]
    [InlineData("UK4010", "--tun", "a-name-that-is-too-long")]
    [InlineData("UK4016", "--socket", "/nowhere/socket")]
    [InlineData("UK4012", "other.json", "--tun", "x")]
    [InlineData("UK4012", "other.json", "--image", "x", "--pcap", "y")]
    [InlineData("UK4012", "other/ex01.json", "--image", "x")]
    [InlineData("UK4012", "--image", "x", "--jobs", "0")]
    [InlineData("UK3002", "--image", "/nowhere/image")]
    public async Task Wrong_use_gives_one_coded_error(string code, params string[] arguments)
    {
        var result = await RunAsync("ex01", arguments);
        Assert.Equal(125, result.ExitCode);
        Assert.Contains(code + ": ", result.StandardError);
    }

    private static async Task<BufferedCommandResult> RunAsync(string lab, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Netlab, Path.Combine(Repository.Labs, lab + ".json"), .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }

    private static JsonElement Summary(string output) =>
        JsonDocument.Parse(output[output.IndexOf("\n{\n", StringComparison.Ordinal)..]).RootElement;
}
