using Netlab.Attachments;

namespace Netlab.Runs;

/// <summary>Calls back at given times of a run's clock, from a thread of its own, with an error far below a millisecond.</summary>
internal sealed class DelayQueue : IDisposable
{
    private const long Millisecond = 1_000_000;
    private readonly RunClock _clock;
    private readonly PriorityQueue<Action, (long DueNs, long Order)> _queue = new();
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly Thread _thread;
    private long _order;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    public DelayQueue(RunClock clock)
    {
        _clock = clock;
        _thread = new Thread(Work) { IsBackground = true, Name = "netlab delays", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Calls <paramref name="action"/> at a time; equal times keep their order.</summary>
    public void Add(long dueNs, Action action)
    {
        lock (_lock)
            _queue.Enqueue(action, (dueNs, _order++));
        _changed.Set();
    }

    /// <summary>Stops; what is still queued is dropped.</summary>
    public void Dispose()
    {
        _stopping = true;
        _changed.Set();
        _thread.Join();
        _changed.Dispose();
    }

    private void Work()
    {
        while (!_stopping)
        {
            Action? action = null;
            long waitNs;
            lock (_lock)
            {
                waitNs = _queue.TryPeek(out _, out var first) ? first.DueNs - _clock.NowNs : long.MaxValue;
                if (waitNs <= 0)
                    action = _queue.Dequeue();
            }
            if (action is not null)
                action();
            else
                Wait(waitNs);
        }
    }

    /// <summary>Waits on the event while a new entry could come first, then sleeps the rest, which the event cannot measure.</summary>
    private void Wait(long ns)
    {
        if (ns == long.MaxValue)
            _changed.WaitOne();
        else if (ns > 2 * Millisecond)
            _changed.WaitOne((int)Math.Min(ns / Millisecond - 1, int.MaxValue));
        else
        {
            var rest = new Native.TimeSpec { Nanoseconds = Math.Min(ns, Millisecond / 2) };
            _ = Native.NanoSleep(ref rest, 0);
        }
    }
}
