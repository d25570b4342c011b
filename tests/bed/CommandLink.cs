using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;

namespace TestBed;

/// <summary>
/// The serial line to the server of commands (init). Scripts and what they print are files of the shared folder; the line carries
/// <c>NUMBER SECONDS</c> there and <c>NUMBER STATUS</c> back. Commands run side by side.
/// </summary>
internal sealed class CommandLink : IDisposable
{
    /// <summary>How long an answer may be on its way, beyond the limit of the command itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _waiting = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _wire;
    private readonly string _folder;
    private readonly Lock _sending = new();
    private int _last;
    private volatile bool _closed;

    /// <summary>Takes over a connected socket; <paramref name="folder"/> is <c>/host/run</c> of the bed.</summary>
    public CommandLink(Socket wire, string folder)
    {
        (_wire, _folder) = (wire, folder);
        _ = Task.Run(ReadAsync);
    }

    /// <summary>Completes when the bed takes commands; fails when it ends before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs a shell script.</summary>
    /// <exception cref="BedException">UK3204: the bed has ended. UK3205: time limit.</exception>
    public async Task<BedCommand> RunAsync(string script, TimeSpan limit, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _last);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, number.ToString(CultureInfo.InvariantCulture))).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "script"), script + "\n", cancellation);
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = answer;
        var seconds = (int)Math.Ceiling(limit.TotalSeconds);
        Send($"{number} {seconds}\n");
        int status;
        try
        {
            status = await answer.Task.WaitAsync(limit + Grace, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new BedException("UK3205", $"the test bed gave no answer for {seconds} s to: {script}. Look at its console.", e);
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }
        var command = new BedCommand(status, await ReadAsync(folder, "output"), await ReadAsync(folder, "errors"));
        const int KilledByTimeout = 137;
        return status != KilledByTimeout
            ? command
            : throw new BedException("UK3205", $"a command in the test bed did not end within {seconds} s: {script}. It had printed: {command.Output}{command.Errors}");
    }

    /// <inheritdoc />
    public void Dispose() => _wire.Dispose();

    private static async Task<string> ReadAsync(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
    }

    private void Send(string line)
    {
        try
        {
            lock (_sending)
                _wire.Send(System.Text.Encoding.ASCII.GetBytes(line));
        }
        catch (SocketException e)
        {
            throw Gone(e);
        }
        if (_closed)
            throw Gone();
    }

    private async Task ReadAsync()
    {
        try
        {
            await using var stream = new NetworkStream(_wire);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync() is { } line)
                Take(line.Trim());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The same as its end.
        }
        _closed = true;
        _ready.TrySetException(Gone());
        foreach (var answer in _waiting.Values)
            answer.TrySetException(Gone());
    }

    private void Take(string line)
    {
        if (line == "ready")
            _ready.TrySetResult();
        else if (line.Split(' ') is [var number, var status] && int.TryParse(number, CultureInfo.InvariantCulture, out var key)
            && int.TryParse(status, CultureInfo.InvariantCulture, out var value) && _waiting.TryGetValue(key, out var answer))
            answer.TrySetResult(value);
    }

    private static BedException Gone(Exception? inner = null) =>
        new("UK3204", "the test bed has ended. Look at its console.", inner);
}
