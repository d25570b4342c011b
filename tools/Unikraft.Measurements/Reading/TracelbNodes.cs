namespace Unikraft.Measurements.Reading;

/// <summary>The nodes of a load-balancer discovery in a format that names the ends of links by address.</summary>
internal sealed class TracelbNodes
{
    private readonly List<TracelbNode> _nodes = [];
    private readonly Dictionary<Address, int> _places = [];

    /// <summary>Starts with nodes that are known; of two with the same address links end at the first one.</summary>
    public TracelbNodes(IEnumerable<TracelbNode> known)
    {
        foreach (var node in known)
        {
            _places.TryAdd(node.Address, _nodes.Count);
            _nodes.Add(node);
        }
    }

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<TracelbNode> All => _nodes;

    /// <summary>Index of the node of an address, which is added when it is new.</summary>
    public int At(Address address)
    {
        if (!_places.TryGetValue(address, out var at))
        {
            at = _places[address] = _nodes.Count;
            _nodes.Add(new TracelbNode(address, null, null));
        }
        return at;
    }
}
