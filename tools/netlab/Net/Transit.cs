using Netlab.Wire;

namespace Netlab.Net;

/// <summary>A packet on its way through the chain.</summary>
internal sealed class Transit(byte[] bytes, int position, int next, long delayNs)
{
    /// <summary>The IP packet in its present state.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Router the packet is at; -1: the measuring host.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Router it goes to.</summary>
    public int Next { get; set; } = next;

    /// <summary>Time under way so far, the probe included, in nanoseconds.</summary>
    public long DelayNs { get; private set; } = delayNs;

    /// <summary>Path it is labelled for, if it carries a label.</summary>
    public LabelPath? Path { get; private set; }

    /// <summary>TTL of the label stack entry.</summary>
    public int LabelTtl { get; set; }

    /// <summary>TTL that the entries below the first of the stack got when they were pushed.</summary>
    public int InnerTtl { get; private set; }

    /// <summary>Whether a link made it; a copy is not copied again, or a lab could answer one probe without end.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Whether it is a forged reply.</summary>
    public bool IsForged { get; init; }

    /// <summary>The IP header.</summary>
    public IpPacket Ip => new(Bytes);

    /// <summary>Gives the packet a label.</summary>
    public void Push(LabelPath path, int ttl) => (Path, LabelTtl, InnerTtl) = (path, ttl, ttl);

    /// <summary>A second packet in the same state.</summary>
    public Transit Copy()
    {
        var copy = new Transit((byte[])Bytes.Clone(), Position, Next, DelayNs) { IsCopy = true, IsForged = IsForged };
        (copy.Path, copy.LabelTtl, copy.InnerTtl) = (Path, LabelTtl, InnerTtl);
        return copy;
    }

    /// <summary>The stack as the router at the present position received it.</summary>
    public IReadOnlyList<LabelStackEntry> Stack() => Path is not { } path
        ? []
        : [.. Enumerable.Range(0, path.Lsp.Labels).Select(depth => new LabelStackEntry(LabelPath.LabelFor(Position, depth), (byte)(depth == 0 ? LabelTtl : InnerTtl)))];

    /// <summary>Takes the label off; a pop that knows the TTL of the ingress lets the smaller one win.</summary>
    public void Pop(bool keepSmallerTtl)
    {
        Path = null;
        if (keepSmallerTtl && LabelTtl < Ip.Ttl)
        {
            var ip = Ip;
            ip.Ttl = (byte)LabelTtl;
        }
    }

    /// <summary>Takes the label off as Linux does: the label's TTL replaces the IP TTL, or the IP TTL is counted down, to 0 if need be.</summary>
    public void PopAsLinux(bool propagate)
    {
        Path = null;
        var ip = Ip;
        ip.Ttl = (byte)(propagate ? LabelTtl : Math.Max(ip.Ttl - 1, 0));
    }

    /// <summary>Moves the packet to the next router.</summary>
    public void Cross(long delayNs)
    {
        Position = Next;
        DelayNs += delayNs;
    }
}
