namespace Netlab.Net;

/// <summary>The rate limit of one router: so many replies in any second of simulated time.</summary>
internal sealed class ReplyBudget(int perSecond)
{
    private const long Second = 1_000_000_000;
    private readonly Queue<long> _sent = new();

    /// <summary>Takes one reply, or refuses.</summary>
    public bool TryTake(long nowNs)
    {
        while (_sent.Count > 0 && nowNs - _sent.Peek() >= Second)
            _sent.Dequeue();
        if (_sent.Count >= perSecond)
            return false;
        _sent.Enqueue(nowNs);
        return true;
    }
}
