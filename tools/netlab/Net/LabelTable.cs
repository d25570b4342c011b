using Netlab.Model;

namespace Netlab.Net;

/// <summary>Tells which label switched path a router gives to a packet it forwards or sends.</summary>
internal sealed class LabelTable(Lab lab)
{
    /// <summary>Path for a packet in transit: only an ingress pushes.</summary>
    /// <param name="position">The router.</param>
    /// <param name="destination">Destination of the packet.</param>
    /// <param name="target">Position of its owner; -1 for the measuring host, the number of routers for a stranger.</param>
    public LabelPath? ForTransit(int position, NetAddress destination, int target) =>
        Find(position, destination, target, (start, at) => start == at);

    /// <summary>Path for a packet the router itself sends: every router between ingress and egress pushes.</summary>
    /// <inheritdoc cref="ForTransit" />
    public LabelPath? ForOwn(int position, NetAddress destination, int target) =>
        Find(position, destination, target, (_, _) => true);

    private LabelPath? Find(int position, NetAddress destination, int target, Func<int, int, bool> startFits)
    {
        var step = target > position ? 1 : -1;
        foreach (var lsp in lab.Lsps)
        {
            if (!(step > 0 ? lsp.Forward : lsp.Return))
                continue;
            var (start, end) = step > 0 ? (lsp.Ingress, lsp.Egress) : (lsp.Egress, lsp.Ingress);
            var inside = (position - start) * step >= 0 && (end - position) * step > 0;
            if (inside && startFits(start, position) && EndFor(lsp, end, step, destination, target) is { } to)
            {
                var path = new LabelPath(lsp, to, step);
                if (path.CanStartAt(position))
                    return path;
            }
        }
        return null;
    }

    /// <summary>Where the path of a destination ends, or null when the destination has no label.</summary>
    private int? EndFor(LspSpec lsp, int end, int step, NetAddress destination, int target)
    {
        if ((target - end) * step > 0)
            return end;
        if (lsp.Policy == LabelPolicy.LoopbackOnly)
            return null;
        // The prefix of a left address is shared with the previous router, whose label the ingress knows first.
        return destination == lab.Routers[target].Left ? target - 1 : target;
    }
}
