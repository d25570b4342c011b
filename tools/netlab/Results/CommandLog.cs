using System.Globalization;
using System.Text.RegularExpressions;

namespace Netlab.Results;

/// <summary>The prober's log of commands (docs/interfaces.md section 5).</summary>
/// <param name="Commands">The commands given to the engine, in order.</param>
/// <param name="ProbesReported">Probes of each trace, in the order of the dump.</param>
/// <param name="ProbesSent">Probes of the whole run as the prober counted them; null when it did not say.</param>
internal sealed partial record CommandLog(IReadOnlyList<string> Commands, IReadOnlyList<int> ProbesReported, int? ProbesSent)
{
    /// <summary>What is known without a log.</summary>
    public static CommandLog Empty { get; } = new([], [], null);

    /// <summary>Reads the lines of a log; lines of other kinds are comments.</summary>
    public static CommandLog Read(IEnumerable<string> lines)
    {
        var commands = new List<string>();
        var reported = new List<int>();
        int? sent = null;
        foreach (var line in lines)
        {
            if (CommandLine().Match(line) is { Success: true } command)
                commands.Add(command.Groups[1].Value);
            else if (CountLine().Match(line) is { Success: true } count)
            {
                var number = int.Parse(count.Groups[2].Value, CultureInfo.InvariantCulture);
                if (count.Groups[1].Value == "reported")
                    reported.Add(number);
                else
                    sent = number;
            }
        }
        return new CommandLog(commands, reported, sent);
    }

    [GeneratedRegex(@"\b\d+ running, \d+ waiting, \d+ left : (.+?)\s*$")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^probes (reported|sent): (\d+)\s*$")]
    private static partial Regex CountLine();
}
