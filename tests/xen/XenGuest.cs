using System.Globalization;
using System.Text.RegularExpressions;
using TestBed;

namespace Xen.Bed;

/// <summary>A guest of the test bed.</summary>
public sealed partial class XenGuest
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly XenBed _bed;
    private readonly string _console;
    private readonly string _create;
    private readonly Task<GuestEnd> _end;

    internal XenGuest(XenBed bed, string name, string config, IEnumerable<string> more, bool paused)
    {
        (_bed, Name) = (bed, name);
        _console = Path.Combine(bed.Folder, "console", $"guest-{name}.log");
        File.WriteAllText(Path.Combine(bed.Folder, name + ".cfg"), config);
        // Words after the file are lines of the configuration too: the file stays as it is. Of a value that is given twice, the last counts.
        string[] kept = [.. new[] { "poweroff", "reboot", "crash", "soft_reset" }.Select(end => $"on_{end}=\"preserve\"")];
        _create = string.Join(' ', [paused ? "-p" : "", $"{name}.cfg", .. new[] { $"name=\"{name}\"" }.Concat(kept).Concat(more).Select(Quote)]);
        _end = FollowAsync();
    }

    /// <summary>Gets its name.</summary>
    public string Name { get; }

    /// <summary>Gets its console so far.</summary>
    public string Console => File.Exists(_console) ? File.ReadAllText(_console) : "";

    /// <summary>Waits for its end; when it does not come, the guest is destroyed.</summary>
    /// <exception cref="BedException">UK3207: the time is over.</exception>
    public async Task<GuestEnd> WaitAsync(TimeSpan limit)
    {
        if (await Task.WhenAny(_end, Task.Delay(limit)) == _end)
            return await _end;
        var state = await _bed.RunAsync($"xl list {Name}; ps | grep '[x]l create'");
        await DestroyAsync();
        throw new BedException("UK3207", $"the guest '{Name}' did not end within {limit.TotalSeconds} s and was destroyed. Its console says what it did:\n{Console}\n{state.Output}{state.Errors}");
    }

    /// <summary>Waits for its end and hands out its console as it comes.</summary>
    /// <exception cref="BedException">UK3207: the time is over.</exception>
    public async Task<GuestEnd> WaitAsync(TimeSpan limit, Action<string> console)
    {
        var seen = 0;
        void Look()
        {
            var text = Console;
            console(text[seen..]);
            seen = text.Length;
        }
        var waiting = WaitAsync(limit);
        while (await Task.WhenAny(waiting, Task.Delay(Poll)) != waiting)
            Look();
        var end = await waiting;
        Look();
        return end;
    }

    /// <summary>Waits for a text on its console.</summary>
    /// <returns>Whether it came: false when the guest ended without it, or the time was over.</returns>
    public async Task<bool> WaitForAsync(string text, TimeSpan limit)
    {
        for (var end = DateTime.UtcNow + limit; DateTime.UtcNow < end && !_end.IsCompleted; await Task.Delay(Poll))
        {
            if (Console.Contains(text, StringComparison.Ordinal))
                return true;
        }
        return Console.Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Waits until it is created, with all its devices, and runs commands before its first instruction; <c>$id</c> is its number, and <c>xl unpause</c> lets it run.</summary>
    public async Task BeforeItRunsAsync(string script)
    {
        var command = await _bed.RunAsync($"""
            until id=$(xl domid {Name} 2>/dev/null) && xenstore-read /local/domain/0/backend/vif/$id/0/hotplug-status >/dev/null 2>&1; do usleep 50000; done
            {script}
            """);
        if (command.Status != 0)
            throw new BedException("UK3205", $"a command in domain 0 failed: {script}. It had printed: {command.Output}{command.Errors}");
    }

    /// <summary>Destroys it, whatever it does.</summary>
    public Task<BedCommand> DestroyAsync() => _bed.RunAsync($"xl destroy {Name}");

    /// <summary>
    /// Creates the guest and stays until it has ended. It is kept after its end until xenconsoled has read all of its console: that daemon looks at most every
    /// 200 ms at a guest that prints much.
    /// </summary>
    private async Task<GuestEnd> FollowAsync()
    {
        var command = await _bed.RunAsync($"""
            cd /host
            xl create -F {_create} || exit
            id=$(xl domid {Name} 2>/dev/null) || exit 0
            size=
            until [ "$size" = "$(stat -c %s console/guest-{Name}.log)" ]; do
                size=$(stat -c %s console/guest-{Name}.log)
                usleep 250000
            done
            xenstore-read /local/domain/$id/data/exit-status 2>/dev/null
            """, Longest);
        _bed.Forget(Name);
        return new GuestEnd(OutcomeOf(command), StatusOf(command), Console, command.Errors);
    }

    /// <summary>One word for the shell.</summary>
    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static GuestOutcome OutcomeOf(BedCommand command) => ShutDown().Match(command.Errors) switch
    {
        { Success: true, Groups: var groups } => groups[1].Value switch
        {
            "0" => GuestOutcome.PoweredOff,
            "1" => GuestOutcome.Rebooted,
            _ => GuestOutcome.Crashed,
        },
        _ => command.Errors.Contains("Waiting for domain", StringComparison.Ordinal) ? GuestOutcome.Destroyed : GuestOutcome.NotCreated,
    };

    private static int? StatusOf(BedCommand command) => int.TryParse(command.Output.Trim(), CultureInfo.InvariantCulture, out var status) ? status : null;

    [GeneratedRegex(@"has shut down, reason code (\d+)")]
    private static partial Regex ShutDown();
}
