using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Unikraft.Build.Machines;

/// <summary>
/// A domain that <c>xl create -F -c</c> stays with. It is kept after its end until its console and its status have been read, then destroyed:
/// only that ends the console's client, for which <c>xl</c> waits.
/// </summary>
/// <param name="name">A name that no other domain has.</param>
/// <param name="configuration">The configuration, absolute.</param>
internal sealed partial class XlDomain(string name, string configuration)
{
    /// <summary>SHUTDOWN_crash of Xen's sched.h.</summary>
    private const string CrashReason = "3";

    /// <summary>xenconsoled looks at most every 200 ms at a guest that prints much.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<string> _shutDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastOutput;

    /// <summary>Gets the configuration.</summary>
    public string Configuration => configuration;

    /// <summary>Creates the domain and waits for its end; when cancelled it is destroyed.</summary>
    /// <param name="console">Receives its console.</param>
    /// <param name="remark">Receives what <c>xl</c> says, line by line.</param>
    /// <param name="cancellation">Destroys it.</param>
    public async Task<XlDomainEnd> RunAsync(Action<ReadOnlySpan<byte>> console, Action<string> remark, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(Command())!;
        var pumping = Task.WhenAll(PumpAsync(process.StandardOutput.BaseStream, console), ListenAsync(process.StandardError, remark));
        var end = await EndAsync(process, cancellation).ConfigureAwait(false);
        if (end.State is not XlDomainState.NotCreated)
            await XlTools.AskAsync("xl", "destroy", name).ConfigureAwait(false);
        await LeaveAsync(process).ConfigureAwait(false);
        await pumping.ConfigureAwait(false);
        return end with { Duration = Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>Words after the file are lines of the configuration too, and count last.</summary>
    private ProcessStartInfo Command() => new("xl", [
        "create", "-F", "-c", configuration, $"name={XlConfiguration.Quote(name)}",
        "on_poweroff=\"preserve\"", "on_reboot=\"preserve\"", "on_crash=\"preserve\"",
    ])
    {
        // The kernel's path is relative.
        WorkingDirectory = Path.GetDirectoryName(configuration),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private async Task<XlDomainEnd> EndAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            var exit = process.WaitForExitAsync(cancellation);
            await Task.WhenAny(_shutDown.Task, exit).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (!_shutDown.Task.IsCompleted)
                return new XlDomainEnd(process.ExitCode == 0 ? XlDomainState.Gone : XlDomainState.NotCreated, null, default);
            do
                await Task.Delay(Quiet, cancellation).ConfigureAwait(false);
            while (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastOutput)) < Quiet);
            return await _shutDown.Task.ConfigureAwait(false) == CrashReason
                ? new XlDomainEnd(XlDomainState.Crashed, null, default)
                : new XlDomainEnd(XlDomainState.Ended, await StatusAsync().ConfigureAwait(false), default);
        }
        catch (OperationCanceledException)
        {
            return new XlDomainEnd(XlDomainState.Stopped, null, default);
        }
    }

    /// <summary>xl ends with its domain, except when the console's client could not start: it waits for that one for ever.</summary>
    private static async Task LeaveAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task<int?> StatusAsync()
    {
        var id = await XlTools.AskAsync("xl", "domid", name).ConfigureAwait(false);
        var status = await XlTools.AskAsync("xenstore-read", $"/local/domain/{id}/data/exit-status").ConfigureAwait(false);
        return int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private async Task PumpAsync(Stream from, Action<ReadOnlySpan<byte>> to)
    {
        var buffer = new byte[8192];
        while (await from.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            Volatile.Write(ref _lastOutput, Stopwatch.GetTimestamp());
            to(buffer.AsSpan(0, count));
        }
    }

    private async Task ListenAsync(TextReader from, Action<string> remark)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            remark(line);
            if (ShutDown().Match(line) is { Success: true } match)
                _shutDown.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"^Domain \d+ has shut down, reason code (\d+)")]
    private static partial Regex ShutDown();
}
