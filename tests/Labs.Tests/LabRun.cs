using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>A run of the netlab command: what it printed, split into dump and summary.</summary>
/// <param name="ExitCode">Exit code of netlab.</param>
/// <param name="Dump">Standard output before the summary, with every round-trip time masked.</param>
/// <param name="Summary">The JSON object.</param>
/// <param name="Errors">Standard error.</param>
internal sealed partial record LabRun(int ExitCode, string Dump, JsonElement Summary, string Errors)
{
    /// <summary>Commands given to the engine.</summary>
    public IReadOnlyList<string> Commands => [.. Summary.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!)];

    /// <summary>Probes reported for each destination, in the order of the dump.</summary>
    public IReadOnlyList<(string Destination, int Count)> Reported =>
        [.. Summary.GetProperty("probes_reported").EnumerateObject().Select(count => (count.Name, count.Value.GetInt32()))];

    /// <summary>Probes seen on the wire.</summary>
    public int Sent => Summary.GetProperty("probes_sent").GetInt32();

    /// <summary>Differences between recorded and captured round-trip times, in milliseconds.</summary>
    public IReadOnlyList<double> RttErrors => [.. Summary.GetProperty("rtt").GetProperty("errors_ms").EnumerateArray().Select(error => error.GetDouble())];

    /// <summary>The run in the form of the expected files.</summary>
    public string Transcript() => Transcript(Commands, Dump, Reported.Select(count => count.Count), Sent);

    /// <summary>Any run in that form.</summary>
    public static string Transcript(IEnumerable<string> commands, string maskedDump, IEnumerable<int> reported, int? sent)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
            text.Append(CultureInfo.InvariantCulture, $"> {command}\n");
        text.Append('\n').Append(maskedDump);
        foreach (var count in reported)
            text.Append(CultureInfo.InvariantCulture, $"probes reported: {count}\n");
        return text.Append(CultureInfo.InvariantCulture, $"probes sent: {sent}\n").ToString();
    }

    /// <summary>Masks every round-trip time of a dump.</summary>
    public static string Mask(string dump) => Milliseconds().Replace(dump, "R.RRR ms");

    /// <summary>Runs netlab.</summary>
    /// <param name="lab">Name of the lab, or the path of its file.</param>
    /// <param name="arguments">What is attached to it, and options.</param>
    public static async Task<LabRun> StartAsync(string lab, params IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("labs-test-");
        try
        {
            var result = await Cli.Wrap("dotnet")
                .WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), Path.Combine(Repository.Labs, Path.ChangeExtension(lab, ".json")), "--kvm", "off", "--timeout", "120", "--output", folder.FullName, .. arguments])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            return Of(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes apart what a run printed: dump and summary.</summary>
    public static LabRun Of(int exitCode, string output, string errors)
    {
        var end = output.IndexOf("{\n", StringComparison.Ordinal);
        Assert.True(end >= 0, $"no summary, exit code {exitCode}\n{errors}");
        return new LabRun(exitCode, Mask(output[..end]), JsonDocument.Parse(output[end..]).RootElement, errors);
    }

    [GeneratedRegex(@"\d+\.\d{3} ms")]
    private static partial Regex Milliseconds();
}
