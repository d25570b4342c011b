using System.Diagnostics;
using System.Text;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>A command on a pseudo terminal of 100 columns and 30 lines, which util-linux's <c>script</c> makes. Keys are pressed when a text has come.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Task reading;
    private int seen;

    private Terminal(Process process)
    {
        this.process = process;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Gets everything that came to the screen, with its control sequences.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Starts a shell command in a folder.</summary>
    public static Terminal Start(string folder, string command, string packageFolder)
    {
        var start = new ProcessStartInfo("script", ["-qefc", $"stty cols 100 rows 30; exec {command}", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["NUGET_PACKAGES"] = packageFolder;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var name in new[] { "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildSDKsPath" })
            start.Environment.Remove(name);
        return new Terminal(Process.Start(start)!);
    }

    /// <summary>Waits until a text comes, after all that was waited for before; then presses keys.</summary>
    public async Task<Terminal> When(string text, string keys)
    {
        var watch = Stopwatch.StartNew();
        while (Output.IndexOf(text, seen, StringComparison.Ordinal) is var at)
        {
            if (at >= 0)
            {
                seen = at + text.Length;
                break;
            }

            Assert.True(watch.Elapsed < Limit && !process.HasExited, $"'{text}' did not come:\n{Output}");
            await Task.Delay(50);
        }

        await process.StandardInput.WriteAsync(keys);
        await process.StandardInput.FlushAsync();
        return this;
    }

    /// <summary>Waits for the end; the exit code of the command.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
        await reading;
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (output)
                output.Append(buffer, 0, count);
        }
    }
}
