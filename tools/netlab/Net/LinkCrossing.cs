using Netlab.Model;
using Netlab.Wire;

namespace Netlab.Net;

/// <summary>What links do to packets, drawn from the seed of the lab.</summary>
internal sealed class LinkCrossing(Lab lab, Random random)
{
    /// <summary>Takes a packet to its next router; false when it is lost. A copy that the link makes is put into <paramref name="more"/>.</summary>
    public bool Cross(Transit transit, Queue<Transit> more)
    {
        var link = lab.Links[Math.Max(transit.Position, transit.Next)];
        // Drawn before the packet changes: the copy crosses the link by itself.
        if (!transit.IsCopy && random.Hits(link.DuplicatePercent))
            more.Enqueue(transit.Copy());
        var isLost = random.Hits(link.LossPercent);
        transit.Cross(link.DelayNs + (random.Hits(link.ReorderPercent) ? link.ReorderNs : 0));
        if (isLost)
            return false;
        if (!random.Hits(link.CorruptPercent))
            return true;
        transit.Bytes[random.Next(transit.Bytes.Length)] ^= (byte)(1 << random.Next(8));
        // A router drops what has a damaged header; the measuring host judges by itself.
        return transit.Position == -1 || IpPacket.IsValid(transit.Bytes);
    }
}
