using System.Diagnostics;
using System.Globalization;

namespace Unikraft.Build.Machines;

/// <summary>
/// A domain that <c>xl create -F -c</c> stays with. It is kept after its end until its console and its status have been read, then destroyed.
/// </summary>
/// <param name="name">A name that no other domain has.</param>
/// <param name="configuration">The configuration, absolute.</param>
internal sealed class XlDomain(string name, string configuration)
{
    /// <summary>xenconsoled looks at most every 200 ms at a guest that prints much.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private long _lastOutput;

    /// <summary>Gets the configuration.</summary>
    public string Configuration => configuration;

    /// <summary>Creates the domain and waits for its end; when cancelled it is destroyed.</summary>
    public async Task<XlDomainEnd> RunAsync(Action<ReadOnlySpan<byte>> console, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(Command())!;
        var pumping = PumpAsync(process.StandardOutput.BaseStream, console);
        var stopped = !await WaitAsync(process, cancellation).ConfigureAwait(false);
        var end = stopped ? new XlDomainEnd(XlDomainState.Stopped, null, default) : await ExamineAsync(process.ExitCode).ConfigureAwait(false);
        if (end.State is not XlDomainState.NotCreated)
            await XlTools.AskAsync("xl", "destroy", name).ConfigureAwait(false);
        // The console's client ends with the domain, and its pipe with it.
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
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
    };

    private async Task<bool> WaitAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            while (process.ExitCode == 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _lastOutput)) < Quiet)
                await Task.Delay(Quiet, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<XlDomainEnd> ExamineAsync(int exitCode)
    {
        if (await XlTools.AskAsync("xl", "domid", name).ConfigureAwait(false) is not { Length: > 0 } id)
            return new XlDomainEnd(exitCode == 0 ? XlDomainState.Gone : XlDomainState.NotCreated, null, default);
        // Name, ID, Mem, VCPUs, State, Time(s): the state has a c after a crash.
        var row = (await XlTools.AskAsync("xl", "list", name).ConfigureAwait(false) ?? "").Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (row.Length > 4 && row[4].Contains('c', StringComparison.Ordinal))
            return new XlDomainEnd(XlDomainState.Crashed, null, default);
        var status = await XlTools.AskAsync("xenstore-read", $"/local/domain/{id}/data/exit-status").ConfigureAwait(false);
        return new XlDomainEnd(XlDomainState.Ended, int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null, default);
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
}
