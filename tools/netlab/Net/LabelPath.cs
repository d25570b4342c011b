using Netlab.Model;

namespace Netlab.Net;

/// <summary>A label switched path in one direction and to one end, as a packet follows it.</summary>
/// <param name="Lsp">Its properties.</param>
/// <param name="End">Position of the router where it ends.</param>
/// <param name="Step">+1 away from the measuring host, -1 towards it.</param>
internal sealed record LabelPath(LspSpec Lsp, int End, int Step)
{
    /// <summary>Label of packets that the router at a position receives.</summary>
    /// <param name="position">The router.</param>
    /// <param name="depth">0: top of the stack.</param>
    public static int LabelFor(int position, int depth) => depth == 0 ? 1000 + position : 100_000 * depth;

    /// <summary>Whether the router at a position sends packets on without a label because the next one is the end.</summary>
    public bool PopsAt(int position) => Lsp.Pop == PopMode.Php && position + Step == End;

    /// <summary>Whether a router at a position can push a label at all: PHP needs more than one link.</summary>
    public bool CanStartAt(int position) => (End - position) * Step >= (Lsp.Pop == PopMode.Php ? 2 : 1);
}
