using System.Diagnostics;
using System.Globalization;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>The launcher as a process, for tests that signal it.</summary>
internal sealed class LauncherProcess : IDisposable
{
    private readonly Process process;

    private LauncherProcess(Process process) => this.process = process;

    public static async Task<LauncherProcess> StartAsync(string image, params string[] words)
    {
        var tool = (await PackedSdk.GetAsync()).Tool;
        // A shell's background job starts its children with SIGINT ignored, and so may whoever runs the tests.
        var start = new ProcessStartInfo("env", ["--default-signal", "dotnet", "exec", tool, "--image", image, "--accelerator", "tcg", "--", .. words]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        return new(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await process.StandardOutput.ReadLineAsync(limit.Token) ?? "";
    }

    /// <summary>Lists the processes the launcher has started.</summary>
    public IReadOnlyList<int> Children() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id != 0 && Processes.ParentOf(id) == process.Id),
    ];

    /// <summary>Sends what Ctrl+C sends and waits for the end.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Ends what is left when a test fails, the guest too.</summary>
    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
