using System.Globalization;

namespace Guests.Tests;

/// <summary>Follows the CPU time of a process until it is gone (proc(5), /proc/pid/stat, fields 14 and 15).</summary>
internal sealed class CpuMeter : IDisposable
{
    private const double TicksPerSecond = 100;
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private double _seconds;

    /// <summary>CPU time seen last, user and system.</summary>
    public double Seconds => Volatile.Read(ref _seconds);

    /// <summary>Starts to follow a process.</summary>
    public void Start(int process) => _work = Task.Run(() => FollowAsync($"/proc/{process}/stat"));

    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private async Task FollowAsync(string file)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var text = await File.ReadAllTextAsync(file);
                // The second field, the program's name in parentheses, may contain blanks.
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = fields.Skip(11).Take(2).Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
                Volatile.Write(ref _seconds, ticks / TicksPerSecond);
                await Task.Delay(20);
            }
        }
        catch (IOException)
        {
            // The process is gone.
        }
    }
}
