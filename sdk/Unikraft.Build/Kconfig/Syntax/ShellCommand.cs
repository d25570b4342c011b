using System.Diagnostics;
using System.Text;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Runs the commands of <c>$(shell,...)</c>, for projects that allow it. A command has no input, a time limit, and a limit of output.</summary>
internal sealed class ShellCommand(KconfigInput input)
{
    private const int MaximumOutput = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command; line breaks of its output become blanks, those at the end vanish (kconfig-macro-language).</summary>
    public string Run(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = input.BaseFolder ?? Path.GetDirectoryName(input.RootFile)!,
        };
        foreach (var (name, value) in input.Environment.Where(static v => v.Key.Length > 0 && !v.Key.Contains('=', StringComparison.Ordinal)))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        var reading = ReadAsync(process.StandardOutput, output);
        if (reading.Wait(Limit) && reading.Result && process.WaitForExit(Limit))
            return output.ToString().TrimEnd('\n').Replace('\n', ' ');
        process.Kill(entireProcessTree: true);
        throw new SyntaxException(
            $"The command '{Shorten(command)}' did not end within {Limit.TotalSeconds} seconds, or printed more than a million characters.", "Replace it by a fixed value.", "UK1210");
    }

    private static async Task<bool> ReadAsync(StreamReader reader, StringBuilder output)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is > 0 and var count)
        {
            output.Append(buffer, 0, count);
            if (output.Length > MaximumOutput)
                return false;
        }

        return true;
    }

    private static string Shorten(string command) => command.Length <= 80 ? command : command[..77] + "...";
}
