using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Measurements.Tests;

/// <summary>Debian's tools, as black boxes.</summary>
internal static class Tool
{
    /// <summary>Runs a program; its standard output. Anything but exit status 0 fails the test.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Encoding.Latin1);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit status {result.ExitCode}\n{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>The JSON lines of sc_warts2json, which puts a space before some lines.</summary>
    public static async Task<IReadOnlyList<string>> JsonAsync(string warts) =>
        [.. (await RunAsync("sc_warts2json", warts)).Split('\n').Select(line => line.Trim(' ')).Where(line => line.Length > 0)];
}
